"use client";

import { Power, RotateCw } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button, buttonClass } from "@/components/ui/button";
import { useNow } from "@/components/ui/use-now";
import type { PhoneState, Problem } from "@/lib/phone/model/types";
import { joined, useNames } from "../hooks/use-names";
import { reload } from "../hooks/use-new-version";
import { usePhone } from "../hooks/use-phone";
import { CallIllustration, type LineLook } from "./call-illustration";
import { PanelFrame } from "./panel-frame";
import { SignInAgain } from "./sign-in-again";
import { UseHere } from "./use-here";

type Elsewhere = Extract<PhoneState, { kind: "elsewhere" }>;

interface LinePanelProps {
  look?: LineLook;
  title: string;
  lead: ReactNode;
  note?: ReactNode;
  controls?: ReactNode;
}

/** A screen without a call: what is the matter, and what to do. */
export function LinePanel({ look = "slack", title, lead, note, controls }: LinePanelProps) {
  return (
    <PanelFrame controls={controls}>
      <CallIllustration peer={null} look={look} />
      <div className="max-w-84">
        <h2 className="font-semibold text-2xl">{title}</h2>
        <p className="mt-2.5 text-[15px] text-soft leading-relaxed">{lead}</p>
        {note && <p className="mt-3 text-soft text-sm tabular-nums empty:hidden">{note}</p>}
      </div>
    </PanelFrame>
  );
}

/** The SDK's number of a problem, to look up in its documentation. */
export function ProblemNumber({ problem }: { problem: Problem }) {
  const t = useTranslations("phone");
  if (problem.sdkCode === null) return null;
  return <span className="block">{t("problemCode", { code: String(problem.sdkCode) })}</span>;
}

/** The phone is off, and can be started. */
export function OffPanel() {
  const t = useTranslations("phone.off");
  const phone = usePhone();
  const controls = (
    <Button tone="primary" onClick={() => phone.start()}>
      <Power aria-hidden />
      <span>{t("start")}</span>
    </Button>
  );
  return <LinePanel title={t("title")} lead={t("lead")} controls={controls} />;
}

/** The phone is being registered. */
export function StartingPanel() {
  const t = useTranslations("phone.starting");
  return <LinePanel look="broken" title={t("title")} lead={t("lead")} />;
}

/** Another tab has the phone: who calls there, and the way to bring it here. */
export function ElsewherePanel({ state }: { state: Elsewhere }) {
  const t = useTranslations("phone.elsewhere");
  const names = useNames();
  const { inCall, ringing } = state;
  const title = ringing
    ? joined(t("titleRings", { name: names.inSentence(ringing) }), names.mark(ringing))
    : t("title");
  const lead = inCall ? "leadInCall" : ringing ? "leadRings" : "lead";
  const controls = <UseHere inCall={inCall} tone="primary" />;
  return <LinePanel title={title} lead={t(lead)} controls={controls} />;
}

interface OfflinePanelProps {
  problem: Problem;
  retryAt: number;
  /** What to do about it, where that is not the usual advice. */
  advice?: string;
  /** More buttons. */
  children?: ReactNode;
}

/** The line is down: why, and when the next attempt begins. */
export function OfflinePanel({ problem, retryAt, advice, children }: OfflinePanelProps) {
  const t = useTranslations("phone");
  const phone = usePhone();
  const newVersion = useTranslations("newVersion");
  const seconds = Math.max(0, Math.ceil((retryAt - useNow(500)) / 1000));
  const outdated = problem.code === "new_version";
  const controls = (
    <div className="flex flex-wrap justify-center gap-3">
      {children}
      <Button tone="primary" onClick={() => (outdated ? reload() : phone.retry())}>
        <RotateCw aria-hidden />
        <span>{outdated ? newVersion("reload") : t("offline.tryNow")}</span>
      </Button>
    </div>
  );
  return (
    <LinePanel
      look="cut"
      title={t(`problem.${problem.code}.what`)}
      lead={advice ?? t(`problem.${problem.code}.next`)}
      note={
        <>
          {!outdated && <span>{t("offline.retryIn", { seconds })}</span>}
          <ProblemNumber problem={problem} />
        </>
      }
      controls={controls}
    />
  );
}

/** A problem that only the user can solve: there is no line, or the last call could not be placed. */
export function FailedPanel({ problem }: { problem: Problem }) {
  const t = useTranslations();
  const phone = usePhone();
  const controls =
    problem.code === "signed_out" ? (
      <SignInAgain tone="primary" />
    ) : (
      <div className="flex flex-wrap justify-center gap-2">
        <Link href="/diagnostics" className={buttonClass({ tone: "quiet" })}>
          {t("phone.openDiagnostics")}
        </Link>
        <Button tone="primary" onClick={() => phone.retry()}>
          <RotateCw aria-hidden />
          <span>{t("app.tryAgain")}</span>
        </Button>
      </div>
    );
  return (
    <LinePanel
      look="cut"
      title={t(`phone.problem.${problem.code}.what`)}
      lead={t(`phone.problem.${problem.code}.next`)}
      note={<ProblemNumber problem={problem} />}
      controls={controls}
    />
  );
}
