"use client";

import { Phone as PhoneIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { formatDuration } from "@/components/ui/duration";
import { createLater } from "@/components/ui/later";
import type { PhoneState, Problem } from "@/lib/phone/model/types";
import { useCallActions } from "../hooks/use-call-actions";
import { useProblemSentence } from "../hooks/use-names";
import { usePhone } from "../hooks/use-phone";
import { CallIllustration } from "./call-illustration";
import { ProblemNumber } from "./line-panels";
import { PanelFrame, PanelTitle } from "./panel-frame";

const messageLeft = createLater(() => import("./message-left"));

type Ended = Extract<PhoneState, { kind: "ended" }>;

/** Outcomes that are explained to the caller. */
const explained = ["busy", "no_answer", "offline"] as const;

/** The call is over: how it ended, and what to do next. */
export function EndedPanel({ state }: { state: Ended }) {
  const t = useTranslations("phone.ended");
  const phone = usePhone();
  const { ready, callAgain } = useCallActions();
  const { peer, direction } = state.call;
  const { username } = peer;
  // An anonymous caller has no name to call back.
  const again = () => username && callAgain({ username, displayName: peer.name ?? username }, state.call);
  return (
    <PanelFrame
      lit
      controls={
        <div className="flex flex-wrap justify-center gap-3">
          <Button size="large" onClick={() => phone.dismiss()}>
            {t("done")}
          </Button>
          {username && (
            <Button size="large" tone="call" disabled={!ready} onClick={again}>
              <PhoneIcon aria-hidden />
              <span>{direction === "outgoing" ? t("again") : t("back")}</span>
            </Button>
          )}
        </div>
      }
    >
      <CallIllustration peer={peer} look="cut" />
      <PanelTitle peer={peer}>
        {state.outcome === null ? t("asking") : t(`${direction}.${state.outcome}`)}
      </PanelTitle>
      <Explanation state={state} />
      <LineNote line={state.line} />
    </PanelFrame>
  );
}

/** Why one cannot call again just now. */
function LineNote({ line }: { line: Ended["line"] }) {
  const t = useTranslations("phone");
  if (line.kind === "up") return null;
  const text = line.kind === "starting" ? t("starting.title") : t(`problem.${line.problem.code}.what`);
  return <p className="text-soft text-sm">{text}</p>;
}

/** What went wrong, and where to find out more. */
function Failure({ problem }: { problem: Problem | null }) {
  const t = useTranslations("phone");
  const sentence = useProblemSentence();
  return (
    <div className="grid gap-3">
      <Banner>{problem ? sentence(problem) : t("ended.lead.failed")}</Banner>
      <p className="text-sm">
        <Link href="/diagnostics" className="underline underline-offset-4">
          {t("openDiagnostics")}
        </Link>
        {problem && <ProblemNumber problem={problem} />}
      </p>
    </div>
  );
}

function Explanation({ state }: { state: Ended }) {
  const t = useTranslations("phone");
  const { outcome, refusal, problem, durationSeconds, lastStage } = state;
  if (refusal) return <Banner>{t(`refusal.${refusal}`)}</Banner>;
  if (problem || outcome === "failed") return <Failure problem={problem} />;
  if (outcome === "completed") {
    return <p className="text-[15px]">{t("ended.lasted", { duration: formatDuration(durationSeconds) })}</p>;
  }
  if (lastStage === "message") return <OwnMessage callRef={state.call.ref} />;
  if (lastStage === "waking" && outcome === "offline") return <Sentence>{t("ended.lead.woken")}</Sentence>;
  const explanation = state.call.direction === "outgoing" && explained.find((one) => one === outcome);
  if (!explanation) return null;
  return <Sentence>{t(`ended.lead.${explanation}`)}</Sentence>;
}

/** What I have left in voicemail. The code that asks for it is loaded when somebody has. */
function OwnMessage({ callRef }: { callRef: string }) {
  const t = useTranslations("phone.ended.lead");
  const loaded = messageLeft.use();
  useEffect(() => void messageLeft.want(), []);
  return <Sentence>{loaded ? <loaded.MessageLeft callRef={callRef} /> : t("message")}</Sentence>;
}

function Sentence({ children }: { children: ReactNode }) {
  return <p className="max-w-72 text-[15px] text-soft leading-relaxed">{children}</p>;
}
