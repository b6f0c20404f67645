"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { HangUpIcon } from "@/components/ui/hang-up-icon";
import { News } from "@/components/ui/news";
import { Notice } from "@/components/ui/notice";
import { RoundButton } from "@/components/ui/round-button";
import type { CallInfo, LineState } from "@/lib/phone/types";
import { useNames } from "../hooks/use-names";
import { usePhone } from "../hooks/use-phone";
import { Between } from "./call-illustration";
import { Stage, StageTitle } from "./panel-frame";

function HangUp() {
  const t = useTranslations("phone");
  const phone = usePhone();
  return (
    <RoundButton
      large
      tone="danger"
      icon={<HangUpIcon />}
      label={t("hangUp")}
      onClick={() => phone.hangUp()}
    />
  );
}

function LineNews({ line }: { line: LineState }) {
  const t = useTranslations("phone");
  return <News>{line.kind === "down" && <Notice>{t(`problem.${line.problem.code}.what`)}</Notice>}</News>;
}

/** I call somebody: on the way to them, or ringing there. */
export function DialingPanel({ call, ringing, line }: { call: CallInfo; ringing: boolean; line: LineState }) {
  const t = useTranslations("phone");
  const names = useNames();
  return (
    <Stage lit controls={<HangUp />}>
      <Between peer={call.peer} mood={ringing ? "ringing" : "calling"} />
      <StageTitle name={names.alone(call.peer)}>{ringing ? t("ringing.lead") : t("dialing.lead")}</StageTitle>
      {call.anonymous && <Badge>{t("anonymousCall")}</Badge>}
      <LineNews line={line} />
    </Stage>
  );
}

/** Answered here; the sound is on its way. */
export function AnsweringPanel({ call, line }: { call: CallInfo; line: LineState }) {
  const t = useTranslations("phone");
  const names = useNames();
  return (
    <Stage lit controls={<HangUp />}>
      <Between peer={call.peer} mood="calling" />
      <StageTitle name={names.alone(call.peer)}>{t("answering")}</StageTitle>
      <LineNews line={line} />
    </Stage>
  );
}
