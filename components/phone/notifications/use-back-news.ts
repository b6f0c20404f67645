"use client";

import { useTranslations } from "next-intl";
import { useChange } from "@/components/api/server-state";
import { inSentence } from "@/components/ui/bidi";
import { toast } from "@/components/ui/toast";
import { canDial, hasPhone } from "@/lib/phone/state/selectors";
import { useCallActions } from "../hooks/use-call-actions";
import { usePhone } from "../hooks/use-phone";
import { isAway, notify } from "./notify";

/** How long (ms) a toast with a button is shown. */
const shownMs = 10_000;

/**
 * Shows that somebody is back for whom the user has waited: by a notification if the user does not look at this page, else by
 * a toast with a button that calls them.
 */
export function useBackNews(): void {
  const t = useTranslations("people");
  const phone = usePhone();
  const { call } = useCallActions();

  useChange((change) => {
    // Every tab hears of it. The one with the phone shows it.
    if (change.kind !== "back" || !hasPhone(phone.getState())) return;
    const { username, displayName } = change;
    const title = t("isBack", { name: inSentence(displayName) });
    // The same as that of a push message, so that nobody sees both.
    const tag = `back-${username}`;
    if (isAway() && notify({ title, body: `@${username}`, tag, open: `/call/${username}` })) return;
    const button = { label: t("callShort"), onClick: () => call({ username, displayName }) };
    toast(title, { id: tag, duration: shownMs, action: canDial(phone.getState()) ? button : undefined });
  });
}
