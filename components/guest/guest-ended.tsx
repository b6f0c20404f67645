"use client";

import { Phone as PhoneIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { usePhone, usePhoneFact } from "@/components/phone/hooks/use-phone";
import { CallIllustration } from "@/components/phone/screens/call-illustration";
import { PanelFrame, PanelTitle } from "@/components/phone/screens/panel-frame";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { formatDuration } from "@/components/ui/duration";
import { LiveRegion } from "@/components/ui/live-region";
import type { GuestLinkProblem } from "@/lib/contracts";
import type { PhoneState, ProblemCode } from "@/lib/phone/model/types";
import { canDial } from "@/lib/phone/state/selectors";
import { useAdvice } from "./use-advice";
import { type CallingGuest, useLinkOver } from "./use-link-over";

type Ended = Extract<PhoneState, { kind: "ended" }>;

/** Outcomes that are explained. */
const explained = ["busy", "no_answer", "offline"] as const;

interface GuestEndedProps {
  state: Ended;
  guest: CallingGuest;
  onLeave: (problem: GuestLinkProblem | null) => void;
}

/** The call of a guest is over: how it ended, and whether the link still works for another one. */
export function GuestEnded({ state, guest, onLeave }: GuestEndedProps) {
  const t = useTranslations();
  const phone = usePhone();
  const ready = usePhoneFact(canDial);
  const over = useLinkOver(guest, state.outcome !== null);
  const again = () => phone.dial({ username: null, name: guest.owner, anonymous: false });
  const { peer, direction } = state.call;
  return (
    <PanelFrame
      lit
      controls={
        <div className="flex flex-wrap justify-center gap-3">
          <Button size="large" onClick={() => onLeave(over ?? null)}>
            {t("phone.ended.done")}
          </Button>
          {!over && (
            <Button size="large" tone="call" disabled={!ready || over === undefined} onClick={again}>
              <PhoneIcon aria-hidden />
              <span>{t("phone.ended.again")}</span>
            </Button>
          )}
        </div>
      }
    >
      <CallIllustration peer={peer} look="cut" />
      <PanelTitle peer={peer}>
        {state.outcome === null ? t("phone.ended.asking") : t(`phone.ended.${direction}.${state.outcome}`)}
      </PanelTitle>
      <Explanation state={state} />
      <LiveRegion>{over && <Sentence>{t(`errors.${over}`)}</Sentence>}</LiveRegion>
    </PanelFrame>
  );
}

function Explanation({ state }: { state: Ended }) {
  const t = useTranslations();
  const advice = useAdvice();
  const { outcome, refusal, problem, durationSeconds, lastStage } = state;
  // Why the link does not work is said by the server's answer.
  if (refusal === "guest_link_over") return null;
  if (refusal) return <Banner>{advice.refusal(refusal)}</Banner>;
  if (problem) return <Failure code={problem.code} />;
  if (outcome === "failed") return <Banner>{t("guest.failed")}</Banner>;
  if (outcome === "completed") {
    return (
      <p className="text-[15px]">{t("phone.ended.lasted", { duration: formatDuration(durationSeconds) })}</p>
    );
  }
  if (lastStage === "waking" && outcome === "offline") {
    return <Sentence>{t("phone.ended.lead.woken")}</Sentence>;
  }
  const explanation = explained.find((one) => one === outcome);
  return explanation ? <Sentence>{t(`phone.ended.lead.${explanation}`)}</Sentence> : null;
}

function Failure({ code }: { code: ProblemCode }) {
  const t = useTranslations();
  const next = useAdvice().next(code);
  return <Banner>{t("phone.problemSentence", { what: t(`phone.problem.${code}.what`), next })}</Banner>;
}

function Sentence({ children }: { children: string }) {
  return <p className="max-w-80 text-[15px] text-soft leading-relaxed">{children}</p>;
}
