"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { hasCallUp, ringingCall, talkStateOf } from "@/lib/phone/state/selectors";
import { usePhone, usePhoneState } from "../hooks/use-phone";

/**
 * The buttons of the call and nothing else: what stays when the screen of the call has failed. It shares no part with
 * that screen, so that it does not fail for the same reason.
 */
export function BareCall() {
  const t = useTranslations("phone");
  const phone = usePhone();
  const state = usePhoneState();
  const talk = talkStateOf(state)?.talk;
  const ringing = ringingCall(state);
  const alone = state.kind === "incoming";
  return (
    <div data-phone className="flex flex-wrap items-center justify-center gap-3 p-6">
      {ringing && (
        <>
          <Button onClick={() => (alone ? phone.decline() : phone.declineWaiting())}>
            {t("incoming.decline")}
          </Button>
          <Button tone="call" onClick={() => (alone ? phone.answer() : phone.answerWaiting())}>
            {t(alone ? "incoming.answer" : "incoming.endAndAnswer")}
          </Button>
        </>
      )}
      {talk && (
        <Button onClick={() => phone.setMuted(!talk.muted)}>{t(talk.muted ? "unmute" : "mute")}</Button>
      )}
      {hasCallUp(state) && (
        <Button tone="danger" onClick={() => phone.hangUp()}>
          {t("hangUp")}
        </Button>
      )}
    </div>
  );
}
