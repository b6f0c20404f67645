"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Banner } from "@/components/ui/banner";
import { LiveRegion } from "@/components/ui/live-region";
import type { CallInfo, LineState, PhoneState } from "@/lib/phone/model/types";
import { stageOf } from "@/lib/phone/state/selectors";
import { useNames } from "../hooks/use-names";
import { HangUpButton } from "../in-call/hang-up-button";
import { CallIllustration } from "./call-illustration";
import { PanelFrame, PanelTitle } from "./panel-frame";

function LineNews({ line }: { line: LineState }) {
  const t = useTranslations("phone");
  return (
    <LiveRegion>
      {line.kind === "down" && <Banner>{t(`problem.${line.problem.code}.what`)}</Banner>}
    </LiveRegion>
  );
}

/** An outgoing call is on its way, wakes the other side's devices, or rings there. */
export function DialingPanel({ state }: { state: Extract<PhoneState, { kind: "dialing" | "ringing" }> }) {
  const t = useTranslations("phone");
  const names = useNames();
  const { call, line } = state;
  const ringing = state.kind === "ringing";
  const waking = stageOf(state) === "waking";
  return (
    <PanelFrame lit controls={<HangUpButton />}>
      <CallIllustration peer={call.peer} look={ringing || waking ? "ringing" : "calling"} />
      <PanelTitle peer={call.peer}>{waking ? t("waking.lead") : t(`${state.kind}.lead`)}</PanelTitle>
      <LiveRegion>
        {waking && (
          <p className="max-w-80 text-[15px] text-soft leading-relaxed">
            {t("waking.explanation", { name: names.inSentence(call.peer) })}
          </p>
        )}
      </LiveRegion>
      {call.anonymous && <Badge>{t("anonymousCall")}</Badge>}
      <LineNews line={line} />
    </PanelFrame>
  );
}

/** Answered here; the sound is on its way. */
export function AnsweringPanel({ call, line }: { call: CallInfo; line: LineState }) {
  const t = useTranslations("phone");
  return (
    <PanelFrame lit controls={<HangUpButton />}>
      <CallIllustration peer={call.peer} look="calling" />
      <PanelTitle peer={call.peer}>{t("answering")}</PanelTitle>
      <LineNews line={line} />
    </PanelFrame>
  );
}
