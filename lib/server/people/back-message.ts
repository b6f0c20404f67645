import "server-only";
import { createTranslator } from "use-intl/core";
import type { PushMessage } from "@/lib/contracts";
import { inSentence } from "@/lib/i18n/bidi";
import type { Locale } from "@/lib/i18n/locales";
import { messages } from "@/lib/i18n/messages";

/** The push message that a person is back. A click on its notification opens their call link. */
export function backMessage(
  { username, displayName }: { readonly username: string; readonly displayName: string },
  locale: Locale,
): PushMessage {
  const t = createTranslator({ locale, messages: messages[locale], namespace: "people" });
  return {
    type: "note",
    tag: `back-${username}`,
    title: t("isBack", { name: inSentence(displayName) }),
    body: `@${username}`,
    open: `/call/${username}`,
  };
}
