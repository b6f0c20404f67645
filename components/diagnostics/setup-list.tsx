"use client";

import { Check, ChevronDown, Minus, TriangleAlert, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { cn } from "@/components/ui/cn";
import type { SetupCheck, SetupProblem, SetupResponse } from "@/lib/contracts";
import { isUnwell, type Setup } from "./setup";

const signs: Record<SetupCheck["status"], { icon: ReactNode; look: string }> = {
  ok: { icon: <Check strokeWidth={3} />, look: "text-green-text" },
  warning: { icon: <TriangleAlert />, look: "text-amber-text" },
  failed: { icon: <X strokeWidth={3} />, look: "text-red-text" },
  skipped: { icon: <Minus />, look: "text-soft" },
};

/** In local mode these are about the local gateway, which has the right settings after each start. */
const ofGateway: readonly SetupProblem[] = [
  "rest_unreachable",
  "rest_failing",
  "account_refused",
  "account_inactive",
  "api_key_refused",
  "twiml_app_missing",
  "twiml_app_voice_url",
  "twiml_app_status_url",
  "signalling_unreachable",
  "signalling_refused",
];

/** What the server found about its own set-up: first what is to be mended, then the rest behind one line. */
export function SetupList({ setup }: { setup: Setup }) {
  const t = useTranslations("diagnostics.setup");
  const title = useId();
  if (setup === "not asked") return null;
  return (
    <section aria-labelledby={title} className="mt-10">
      <h2 id={title} className="font-semibold text-lg">
        {t("title")}
      </h2>
      <p className="mt-1 max-w-prose text-soft text-sm leading-relaxed">{t("lead")}</p>
      <div className="mt-4 divide-y divide-hairline rounded-3xl border border-hairline bg-surface">
        {typeof setup === "string" ? (
          <p className="px-6 py-4 text-soft text-sm max-sm:px-5">
            {t(setup === "asking" ? "loading" : "unread")}
          </p>
        ) : (
          <Findings setup={setup} />
        )}
      </div>
    </section>
  );
}

function Findings({ setup: { checks, mode } }: { setup: SetupResponse }) {
  const unwell = checks.filter(isUnwell);
  const others = checks.filter((check) => !isUnwell(check));
  return (
    <>
      {unwell.length > 0 && (
        <ul className="divide-y divide-hairline">
          {unwell.map((check) => (
            <Problem key={check.id} check={check} mode={mode} />
          ))}
        </ul>
      )}
      {others.length > 0 && <Others checks={others} isAll={unwell.length === 0} />}
    </>
  );
}

interface ProblemProps {
  check: SetupCheck;
  mode: SetupResponse["mode"];
}

function Problem({ check: { id, status, problem, number }, mode }: ProblemProps) {
  const t = useTranslations("diagnostics");
  const code = problem ?? "unknown";
  const isOfGateway = mode === "local" && ofGateway.includes(code);
  const next = isOfGateway ? t("setup.startAgain") : t(`setup.problem.${code}.next`);
  return (
    <li className="flex gap-3 px-6 py-4 max-sm:px-5">
      <Sign status={status} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline justify-between gap-3">
          <p className="font-medium text-[15px] leading-6">{t(`setup.check.${id}`)}</p>
          <p className="shrink-0 text-[13px] text-soft">
            {t(status === "failed" ? "state.failed" : "state.warning")}
          </p>
        </div>
        <p className="mt-0.5 text-sm leading-relaxed">
          <span className="font-medium">{t(`setup.problem.${code}.what`, { number: number ?? 0 })}</span>
          <span className="block text-soft">{next}</span>
        </p>
      </div>
    </li>
  );
}

/** The checks that found nothing wrong, folded: people who look for a fault need not read them. */
function Others({ checks, isAll }: { checks: readonly SetupCheck[]; isAll: boolean }) {
  const t = useTranslations("diagnostics");
  const skipped = checks.filter(({ status }) => status === "skipped").length;
  const passed = checks.length - skipped;
  return (
    <details className="group">
      <summary className="flex min-h-13 cursor-pointer list-none items-center gap-3 rounded-3xl px-6 py-3 text-sm hover:bg-hover max-sm:px-5 [&::-webkit-details-marker]:hidden">
        <Sign status="ok" />
        <span className="min-w-0 flex-1">
          {skipped > 0
            ? t("setup.restSkipped", { passed, skipped })
            : isAll
              ? t("setup.allPassed", { count: passed })
              : t("setup.rest", { passed })}
        </span>
        <ChevronDown aria-hidden className="size-[18px] shrink-0 text-soft group-open:rotate-180" />
      </summary>
      <ul className="grid gap-x-6 px-6 pt-1 pb-5 max-sm:px-5 sm:grid-cols-2">
        {checks.map(({ id, status }) => (
          <li key={id} className="flex min-h-9 items-center gap-3 text-sm">
            <Sign status={status} />
            <span className="min-w-0 flex-1">{t(`setup.check.${id}`)}</span>
            <span className={cn("text-[13px] text-soft", status === "ok" && "sr-only")}>
              {t(status === "ok" ? "state.passed" : "state.skipped")}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Sign({ status }: { status: SetupCheck["status"] }) {
  const { icon, look } = signs[status];
  return (
    <span aria-hidden className={cn("grid h-6 w-5 shrink-0 place-items-center [&_svg]:size-[18px]", look)}>
      {icon}
    </span>
  );
}
