"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import { ringingCall } from "@/lib/phone/state/selectors";
import { useCallActions } from "../hooks/use-call-actions";
import { usePhone } from "../hooks/use-phone";
import { type NotificationClick, onNotificationClick } from "./notification-clicks";

/** Does what is clicked on the notifications of this page. Buttons count only while that very call rings. */
export function useNotificationClicks(): void {
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
