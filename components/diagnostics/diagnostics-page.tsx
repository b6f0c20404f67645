"use client";

import { ClipboardCopy, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { type MouseEvent, useRef } from "react";
import { LevelMeter } from "@/components/phone/devices/level-meter";
import { usePhoneFact } from "@/components/phone/hooks/use-phone";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { focusAround } from "@/components/ui/focus";
import { LiveRegion } from "@/components/ui/live-region";
import { Page } from "@/components/ui/page";
import { isBusy } from "@/lib/phone/state/selectors";
import { CheckRow } from "./check-row";
import { QualityChart } from "./quality-chart";
import { ReportByHand } from "./report-by-hand";
import { countFailed, type Setup } from "./setup";
import { SetupList } from "./setup-list";
import { checkIds, countUnwell, type Steps } from "./steps";
import { useDiagnostics } from "./use-diagnostics";
import { useReport } from "./use-report";

/** Checks everything that a call needs, shows what to do, and writes a report for a person who helps. */
export function DiagnosticsPage() {
  const t = useTranslations("diagnostics");
  const meter = useRef<HTMLDivElement>(null);
  const { steps, samples, health, setup, sdkVersion, progress, run } = useDiagnostics(meter);
  const report = useReport({ steps, health, setup, sdkVersion });
  const busy = usePhoneFact(isBusy);

  const running = checkIds.find((id) => steps[id].status === "running");

  function begin({ currentTarget }: MouseEvent) {
    // A button that becomes disabled loses the focus.
    focusAround(currentTarget);
    report.forget();
    void run();
  }

  return (
    <Page title={t("title")} lead={t("lead")}>
      <div className="mt-6 flex flex-wrap gap-2">
        <Button tone="primary" disabled={busy || progress === "running"} onClick={begin}>
          <Play aria-hidden />
          <span>
            {progress === "idle" ? t("run") : progress === "running" ? t("running") : t("runAgain")}
          </span>
        </Button>
        <Button tone="outline" disabled={progress !== "done"} onClick={() => void report.copy()}>
          <ClipboardCopy aria-hidden />
          <span>{t("copy")}</span>
        </Button>
      </div>
      <LiveRegion>{busy && <Banner className="mt-4">{t("busy")}</Banner>}</LiveRegion>
      {report.uncopied !== null && <ReportByHand key={report.uncopied} text={report.uncopied} />}
      <p aria-live="polite" className="mt-6 min-h-6 font-medium text-[15px]">
        {progress === "running" && running && (
          <span>{t("runningStep", { check: t(`check.${running}`) })}</span>
        )}
        {progress === "done" && <Verdict steps={steps} setup={setup} />}
      </p>
      <ul className="mt-3 divide-y divide-hairline rounded-3xl border border-hairline bg-surface">
        {checkIds.map((id) => (
          <CheckRow key={id} id={id} step={steps[id]} health={health}>
            {id === "microphone" && steps.microphone.status === "running" && (
              <>
                <p className="mb-3 text-soft text-sm">{t("listening")}</p>
                <LevelMeter ref={meter} label={t("check.microphone")} className="h-2" />
              </>
            )}
            {id === "media" && (samples.length > 0 || steps.media.status === "running") && (
              <QualityChart samples={samples} />
            )}
          </CheckRow>
        ))}
      </ul>
      <SetupList setup={setup} />
    </Page>
  );
}

function Verdict({ steps, setup }: { steps: Steps; setup: Setup }) {
  const t = useTranslations("diagnostics");
  const count = countUnwell(steps) + countFailed(setup);
  return <span>{count === 0 ? t("allPassed") : t("somePassed", { count })}</span>;
}
