"use client";

import { Phone as PhoneIcon, Volume2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { Banner } from "@/components/ui/banner";
import { Boundary, Part } from "@/components/ui/boundary";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { takeLostFocus } from "@/components/ui/focus";
import { HangUpIcon } from "@/components/ui/hang-up-icon";
import { LiveRegion } from "@/components/ui/live-region";
import { NoticeButton } from "@/components/ui/notice-button";
import { RoundButton } from "@/components/ui/round-button";
import type { IncomingCall, PhoneState } from "@/lib/phone/model/types";
import { isAnswered, ringingCall, talkOf } from "@/lib/phone/state/selectors";
import { useCallActions } from "../hooks/use-call-actions";
import { useProblemSentence } from "../hooks/use-names";
import { usePhone, usePhoneState } from "../hooks/use-phone";
import { BareCall } from "../in-call/bare-call";
import { answerMark, useAnswerFocus } from "../notifications/use-answer-focus";
import { CallIllustration } from "./call-illustration";
import { PanelFrame, PanelTitle } from "./panel-frame";

/** Whether the user is typing, so that the focus must stay where it is. */
function isTyping(): boolean {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement)) return false;
  if (focused.closest("[data-typing]")) return true;
  return focused.isContentEditable || focused.matches("textarea, select, input:not([type=checkbox])");
}

/**
 * A call rings, alone or while I talk. Not modal: the page stays usable, and Escape does nothing.
 *
 * Keyboard: unless the user is typing, the dialog takes the focus, so that it is read out. Tab leads from there to
 * Decline, then to Answer. No button gets the focus by itself, because a Space meant for Mute, or an Enter meant for
 * the page, must neither end a call nor answer one. Only a click on the call's notification gives it to Answer. If the
 * call is not answered, the focus goes back to where it was. If it is answered, the focus goes on to the call (see
 * CallPanel).
 */
export function IncomingDialog({ state }: { state: PhoneState }) {
  const t = useTranslations("phone");
  const phone = usePhone();
  const dialog = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);
  const lead = useId();
  const call = ringingCall(state);
  const ref = call?.ref;
  const waiting = state.kind !== "incoming";

  useEffect(() => {
    // The dialog has the focus already when another call takes the place of the first, or an effect runs twice.
    if (!dialog.current?.contains(document.activeElement)) before.current = document.activeElement;
    // In a turn of its own: to move the focus takes longer than to show the dialog.
    const focusing = setTimeout(() => {
      if (!isTyping()) dialog.current?.focus({ preventScroll: true });
    });
    return () => {
      clearTimeout(focusing);
      const answered = ref !== undefined && isAnswered(phone.getState(), ref);
      if (!answered && before.current instanceof HTMLElement) takeLostFocus(before.current);
    };
  }, [phone, ref]);
  useAnswerFocus(dialog, ref);

  if (!call) return null;
  return (
    <div
      ref={dialog}
      role="alertdialog"
      data-phone
      tabIndex={-1}
      aria-label={t("incoming.label")}
      aria-describedby={lead}
      className={cn(
        "animate-rise outline-none",
        waiting
          ? "stage fixed border border-edge bg-none bg-raised inset-x-3 top-3 z-60 rounded-3xl p-5 text-left shadow-high lg:inset-x-auto lg:right-6 lg:w-[24.5rem]"
          : "h-full max-lg:fixed max-lg:inset-0 max-lg:z-60",
      )}
    >
      {state.kind === "incoming" ? (
        <PanelFrame lit controls={<Answers />}>
          <CallIllustration peer={call.peer} look="called" />
          <div id={lead} className="w-full">
            <CallerTitle call={call}>{t("incoming.lead")}</CallerTitle>
          </div>
          <LiveRegion>{!state.answering && <Trouble state={state} />}</LiveRegion>
        </PanelFrame>
      ) : (
        <>
          <div id={lead}>
            <Part>
              <CallerTitle call={call}>{t("incoming.waitingLead")}</CallerTitle>
            </Part>
          </div>
          <AnswersWaiting />
        </>
      )}
    </div>
  );
}

/** Who calls, and whether I have had to do with them before: a name alone can be anybody's. */
function CallerTitle({ call, children }: { call: IncomingCall; children: ReactNode }) {
  const t = useTranslations("phone.incoming");
  const note = call.newCaller ? t("newCaller") : undefined;
  return (
    <PanelTitle peer={call.peer} note={note}>
      {children}
      {call.newCaller && <span className="mt-1 block text-sm">{t("newCallerLead")}</span>}
      {call.peer.guest && <span className="mt-1 block text-balance text-sm">{t("guestLead")}</span>}
    </PanelTitle>
  );
}

/** A second call that rings while I talk, shown over every page. */
export function WaitingCall() {
  const state = usePhoneState();
  const waiting = talkOf(state)?.waiting;
  return (
    <Boundary resetKey={waiting?.ref} fallback={<BareCall />}>
      {waiting && <IncomingDialog key={waiting.ref} state={state} />}
    </Boundary>
  );
}

function AnswersWaiting() {
  const t = useTranslations("phone.incoming");
  const phone = usePhone();
  const { answerWaiting } = useCallActions();
  return (
    <div className="mt-5 flex gap-2.5">
      <Button tone="outline" className="flex-1" onClick={() => phone.declineWaiting()}>
        {t("decline")}
      </Button>
      <Button tone="call" className="flex-1" onClick={answerWaiting} {...answerMark}>
        <PhoneIcon aria-hidden />
        <span>{t("endAndAnswer")}</span>
      </Button>
    </div>
  );
}

function Answers() {
  const t = useTranslations("phone.incoming");
  const phone = usePhone();
  const { answer } = useCallActions();
  return (
    <div className="flex justify-center gap-12">
      <RoundButton
        large
        tone="danger"
        icon={<HangUpIcon />}
        label={t("decline")}
        onClick={() => phone.decline()}
      />
      <RoundButton
        large
        tone="call"
        icon={<PhoneIcon />}
        label={t("answer")}
        onClick={answer}
        {...answerMark}
      />
    </div>
  );
}

/** Why the ringing is not heard, or why the call could not be answered. */
function Trouble({ state }: { state: Extract<PhoneState, { answering: false }> }) {
  const t = useTranslations("phone");
  const phone = usePhone();
  const sentence = useProblemSentence();
  if (state.problem) {
    return <Banner tone="red">{sentence(state.problem)}</Banner>;
  }
  if (!state.soundBlocked) return null;
  return (
    <Banner
      action={
        <NoticeButton tone="quiet" onClick={() => phone.enableSound()}>
          <Volume2 aria-hidden />
          <span>{t("incoming.enableSound")}</span>
        </NoticeButton>
      }
    >
      {t("incoming.soundBlocked")}
    </Banner>
  );
}
