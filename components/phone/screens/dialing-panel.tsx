"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Banner } from "@/components/ui/banner";
import { LiveRegion } from "@/components/ui/live-region";
import type { CallInfo, LineState } from "@/lib/phone/model/types";
import { useNames } from "../hooks/use-names";
import { HangUpButton } from "../in-call/talk-controls";
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

/** An outgoing call is on its way, or rings at the other side. */
export function DialingPanel({ call, ringing, line }: { call: CallInfo; ringing: boolean; line: LineState }) {
  const t = useTranslations("phone");
  const names = useNames();
  return (
    <PanelFrame lit controls={<HangUpButton />}>
      <CallIllustration peer={call.peer} look={ringing ? "ringing" : "calling"} />
      <PanelTitle name={names.alone(call.peer)} username={call.peer.username}>
        {ringing ? t("ringing.lead") : t("dialing.lead")}
      </PanelTitle>
      {call.anonymous && <Badge>{t("anonymousCall")}</Badge>}
      <LineNews line={line} />
    </PanelFrame>
  );
}

/** Answered here; the sound is on its way. */
export function AnsweringPanel({ call, line }: { call: CallInfo; line: LineState }) {
  const t = useTranslations("phone");
  const names = useNames();
  return (
    <PanelFrame lit controls={<HangUpButton />}>
      <CallIllustration peer={call.peer} look="calling" />
      <PanelTitle name={names.alone(call.peer)} username={call.peer.username}>
        {t("answering")}
      </PanelTitle>
      <LineNews line={line} />
    </PanelFrame>
  );
}
