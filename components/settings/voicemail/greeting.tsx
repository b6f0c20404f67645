"use client";

import { Mic, Square } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useOneAttempt } from "@/components/api/use-attempt";
import { greetingPath, useVoicemailActions } from "@/components/api/voicemail";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { formatDuration } from "@/components/ui/duration";
import { takeLostFocus } from "@/components/ui/focus";
import { LiveRegion } from "@/components/ui/live-region";
import type { VoicemailSettings } from "@/lib/contracts";
import { ListenButton } from "./listen-button";
import { RecordedGreeting } from "./recorded-greeting";
import { RecordingMeter } from "./recording-meter";
import { useRecorder } from "./use-recorder";
import { useTroubleText } from "./use-trouble-text";

/** What my callers hear first: the standard greeting, or one that I record here. */
export function Greeting({ greeting }: Pick<VoicemailSettings, "greeting">) {
  const t = useTranslations("settings.voicemail.greeting");
  const locale = useLocale();
  const recorder = useRecorder();
  const troubleText = useTroubleText();
  const { removeGreeting } = useVoicemailActions();
  const { busy, attempt } = useOneAttempt();
  const recordButton = useRef<HTMLButtonElement>(null);
  const { state } = recorder;
  const isIdle = state.kind === "idle";
  const isRecording = state.kind === "recording";

  const isRecorded = state.kind === "recorded";
  useEffect(() => {
    if (!isRecorded) return;
    // The buttons of the recording are gone then, and with them the focus.
    return () => takeLostFocus(recordButton.current);
  }, [isRecorded]);

  async function removeOwn() {
    if (await attempt(removeGreeting, t("removed"))) takeLostFocus(recordButton.current);
  }

  const date = (iso: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(new Date(iso));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div>
        <h3 className="font-medium text-[15px]">{t("title")}</h3>
        <p className="mt-0.5 text-pretty text-soft text-sm leading-relaxed">
          {greeting
            ? t("own", { date: date(greeting.createdAt), duration: formatDuration(greeting.seconds) })
            : t("standard")}
        </p>
      </div>
      <LiveRegion>
        {isIdle && state.trouble && <Banner>{troubleText(state.trouble)}</Banner>}
        {isRecording && <RecordingMeter recording={state.recording} />}
      </LiveRegion>
      {state.kind === "recorded" ? (
        <RecordedGreeting
          greeting={state.greeting}
          end={state.end}
          onRecordAgain={recorder.start}
          onDone={recorder.discard}
        />
      ) : (
        <div className="flex flex-wrap gap-2.5">
          {isIdle && greeting && <ListenButton key={greeting.createdAt} sound={greetingPath} />}
          <Button
            ref={recordButton}
            size="small"
            tone={isRecording ? "danger" : "outline"}
            aria-busy={!isIdle && !isRecording}
            onClick={isRecording ? recorder.stop : isIdle ? recorder.start : undefined}
          >
            {isRecording ? <Square aria-hidden className="fill-current" /> : <Mic aria-hidden />}
            <span>{isRecording ? t("stop") : greeting ? t("recordNew") : t("record")}</span>
          </Button>
          {isIdle && greeting && (
            <Button size="small" tone="outline" aria-busy={busy} onClick={() => void removeOwn()}>
              {t("useStandard")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
