"use client";

import { Phone as PhoneIcon, Volume2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useId, useRef } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { HangUpIcon } from "@/components/ui/hang-up-icon";
import { Announced, Notice } from "@/components/ui/notice";
import type { PhoneState } from "@/lib/phone/types";
import { Between } from "./between";
import { ringingCall } from "./phone-facts";
import { RoundButton } from "./round-button";
import { StageTitle } from "./stage";
import { useCallActions } from "./use-call-actions";
import { useNames, useProblemSentence } from "./use-names";
import { usePhone } from "./use-phone";

/** Whether the keyboard is writing somewhere: then focus stays, and a space must not answer a call. */
function isTyping(): boolean {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement)) return false;
  return focused.isContentEditable || focused.matches("textarea, select, input:not([type=checkbox])");
}

/**
 * Somebody calls, first or while I talk. Not modal: the page stays usable, Escape does nothing, and Answer
 * takes the focus only when nobody is typing; it goes back where it was when the ringing is over.
 */
export function IncomingDialog({ state }: { state: PhoneState }) {
  const t = useTranslations("phone");
  const names = useNames();
  const answer = useRef<HTMLButtonElement>(null);
  const lead = useId();
  const call = ringingCall(state);
  const waiting = state.kind !== "incoming";

  useEffect(() => {
    const before = document.activeElement;
    if (!isTyping()) answer.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before !== document.body) before.focus({ preventScroll: true });
    };
  }, []);

  if (!call) return null;
  return (
    <div
      role="alertdialog"
      aria-label={t("incoming.label")}
      aria-describedby={lead}
      className={cn(
        "stage animate-rise",
        waiting
          ? "fixed border border-edge bg-none bg-raised inset-x-3 top-3 z-60 rounded-3xl p-5 text-left shadow-high lg:inset-x-auto lg:right-6 lg:w-[24.5rem]"
          : "flex h-full flex-col overflow-y-auto px-6 pt-5 pb-10 text-center max-lg:fixed max-lg:inset-0 max-lg:z-60",
      )}
    >
      <div className={cn(!waiting && "flex flex-1 flex-col items-center justify-center gap-6 py-6")}>
        {!waiting && <Between peer={call.peer} mood="called" />}
        <div id={lead} className="w-full">
          <StageTitle name={names.alone(call.peer)}>
            {waiting ? t("incoming.waitingLead") : t("incoming.lead")}
          </StageTitle>
        </div>
        <Announced>{state.kind === "incoming" && <Trouble state={state} />}</Announced>
      </div>
      <Answers waiting={waiting} answer={answer} />
    </div>
  );
}

function Answers({
  waiting,
  answer,
}: {
  waiting: boolean;
  answer: React.RefObject<HTMLButtonElement | null>;
}) {
  const t = useTranslations("phone.incoming");
  const phone = usePhone();
  const actions = useCallActions();
  if (waiting) {
    return (
      <div className="mt-5 flex gap-2.5">
        <Button tone="outline" className="flex-1" onClick={() => phone.declineWaiting()}>
          {t("decline")}
        </Button>
        <Button ref={answer} tone="call" className="flex-1" onClick={actions.answerWaiting}>
          <PhoneIcon aria-hidden />
          {t("endAndAnswer")}
        </Button>
      </div>
    );
  }
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
        ref={answer}
        large
        tone="call"
        icon={<PhoneIcon />}
        label={t("answer")}
        onClick={actions.answer}
      />
    </div>
  );
}

/** What keeps the ringing from being heard, or the call from being answered. */
function Trouble({ state }: { state: Extract<PhoneState, { kind: "incoming" }> }) {
  const t = useTranslations("phone");
  const phone = usePhone();
  const sentence = useProblemSentence();
  if (state.problem) {
    return <Notice tone="red">{sentence(state.problem)}</Notice>;
  }
  if (!state.soundBlocked) return null;
  return (
    <Notice
      action={
        <Button size="small" onClick={() => phone.enableSound()}>
          <Volume2 aria-hidden />
          {t("incoming.enableSound")}
        </Button>
      }
    >
      {t("incoming.soundBlocked")}
    </Notice>
  );
}
