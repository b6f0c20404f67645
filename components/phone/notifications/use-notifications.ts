"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useRef } from "react";
import { useMe } from "@/components/api/me";
import { toast } from "@/components/ui/toast";
import { canDial, hasPhone, missedCall, ringingCall, talkOf } from "@/lib/phone/state/selectors";
import { useCallActions } from "../hooks/use-call-actions";
import { joined, useNames } from "../hooks/use-names";
import { usePhone, usePhoneFact, usePhoneState } from "../hooks/use-phone";
import { type NotificationClick, onNotificationClick } from "./notification-clicks";
import { closeDeadRings, notificationWorker, reportRinging } from "./notification-worker";
import { isAway, notify } from "./notify";
import { startRingAlert } from "./ring-alert";
import { useNotificationPermission } from "./use-notification-permission";

/** Shows calls to a user who does not look at this page, and does what they click. */
export function useNotifications(): void {
  useWorkerInTime();
  usePushKept();
  useRingAlert();
  useMissedCall();
  useNewMessage();
  useClicks();
}

/**
 * Starts the service worker, in its latest version, before a call rings, where notifications are allowed. When the phone
 * comes to this tab, the tab that had it may have died while it rang: its notification is closed then.
 */
function useWorkerInTime(): void {
  const { permission } = useNotificationPermission();
  const phoneIsHere = usePhoneFact(hasPhone);
  useEffect(() => {
    if (permission !== "granted" || !phoneIsHere) return;
    void notificationWorker().then(closeDeadRings, () => undefined);
  }, [permission, phoneIsHere]);
}

/**
 * Once for each page, makes the browser's subscription to push messages agree with the server's list: when the phone is
 * ready, since a call may wait for it.
 */
function usePushKept(): void {
  const { permission } = useNotificationPermission();
  const ready = usePhoneFact(canDial);
  const kept = useRef(false);
  useEffect(() => {
    if (permission !== "granted" || !ready || kept.current) return;
    kept.current = true;
    // Most pages have nothing to keep, and need the code for it no sooner than this.
    import("./push-device").then(({ keepPush }) => keepPush()).catch(() => undefined);
  }, [permission, ready]);
}

/** Draws attention while a call rings and the user does not look at this page. */
function useRingAlert(): void {
  const t = useTranslations("phone.incoming");
  const names = useNames();
  const state = usePhoneState();
  const call = ringingCall(state);
  const ref = call?.ref;
  const title = call ? t("notification", { name: names.inSentence(call.peer) }) : "";
  const username = call ? names.mark(call.peer) : null;
  const note = call?.newCaller ? t("newCaller") : null;
  const body = joined(username, note, t("notificationBody"));
  const answer = t(talkOf(state) ? "endAndAnswer" : "answer");
  const decline = t("decline");
  useEffect(() => {
    if (ref) reportRinging(ref).catch(() => undefined);
  }, [ref]);
  useEffect(() => {
    if (!ref) return;
    return startRingAlert({
      title,
      body,
      ref,
      username,
      actions: [
        { action: "answer", title: answer },
        { action: "decline", title: decline },
      ],
    });
  }, [ref, title, body, username, answer, decline]);
}

/**
 * Shows that a call was missed: by a notification if the user does not look at this page, and by a toast during another
 * call. Otherwise the phone itself shows it.
 */
function useMissedCall(): void {
  const t = useTranslations("phone.missed");
  const names = useNames();
  const state = usePhoneState();
  const call = missedCall(state);
  const ref = call?.ref;
  const title = call ? t("notification", { name: names.inSentence(call.peer) }) : "";
  const body = joined(call && names.mark(call.peer), t("notificationBody"));
  const talks = talkOf(state) !== null;
  useEffect(() => {
    if (!ref) return;
    if (isAway()) notify({ title, body, tag: ref, ref, open: "/history" });
    if (talks) toast(title, { id: ref, description: body });
  }, [ref, title, body, talks]);
}

/** Shows that a message has come to a user who does not look at this page. The badge shows it to all others. */
function useNewMessage(): void {
  const t = useTranslations("phone.newMessage");
  const phone = usePhone();
  const { unheard } = useMe();
  const known = useRef(unheard);
  const show = useEffectEvent(() => {
    // Every tab counts them. The one with the phone shows it.
    if (!isAway() || !hasPhone(phone.getState())) return;
    notify({ title: t("notification"), body: t("notificationBody"), tag: "new-message", open: "/history" });
  });
  useEffect(() => {
    const isMore = unheard > known.current;
    known.current = unheard;
    if (isMore) show();
  }, [unheard]);
}

/** Does what is clicked on the notifications of this page. Buttons count only while that very call rings. */
function useClicks(): void {
  const phone = usePhone();
  const { answer, answerWaiting } = useCallActions();
  const router = useRouter();

  const follow = useEffectEvent(({ action, ref, open }: NotificationClick) => {
    if (open) router.push(open);
    const state = phone.getState();
    if (!ref || ringingCall(state)?.ref !== ref) return;
    const first = state.kind === "incoming";
    if (action === "answer") first ? answer() : answerWaiting();
    if (action === "decline") first ? phone.decline() : phone.declineWaiting();
  });

  useEffect(() => onNotificationClick(follow), []);
}
