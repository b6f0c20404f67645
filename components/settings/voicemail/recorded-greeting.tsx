"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useOneAttempt } from "@/components/api/use-attempt";
import { useVoicemailActions } from "@/components/api/voicemail";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { formatDuration } from "@/components/ui/duration";
import { takeLostFocus } from "@/components/ui/focus";
import { LiveRegion } from "@/components/ui/live-region";
import { ListenButton } from "./listen-button";
import type { RecordedGreeting as Recorded } from "./make-greeting";
import type { RecordingEnd } from "./record";

interface RecordedGreetingProps {
  greeting: Recorded;
  end: RecordingEnd;
  onRecordAgain: () => void;
  /** It is saved, or not wanted. */
  onDone: () => void;
}

/** A recording that is not saved yet: to be heard, saved, made again or thrown away. */
export function RecordedGreeting({ greeting, end, onRecordAgain, onDone }: RecordedGreetingProps) {
  const t = useTranslations("settings.voicemail.greeting");
  const { saveGreeting } = useVoicemailActions();
  const { busy, attempt } = useOneAttempt();
  const box = useRef<HTMLDivElement>(null);
  // The button that had the focus, and stopped the recording, is gone.
  useEffect(() => takeLostFocus(box.current?.querySelector("button")), []);
  const note = greeting.isSilent ? "silent" : end === "stopped" ? null : end;

  async function save() {
    if (await attempt(() => saveGreeting(greeting.file), t("saved"))) onDone();
  }

  return (
    <div ref={box} className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-2xl bg-sunken px-4 py-3.5">
      <LiveRegion>
        <p className="text-sm">{t("unsaved", { duration: formatDuration(greeting.seconds) })}</p>
        {note && <Banner>{t(note)}</Banner>}
      </LiveRegion>
      <div className="flex flex-wrap gap-2.5">
        <ListenButton sound={greeting.file} />
        <Button size="small" tone="primary" aria-busy={busy} onClick={() => void save()}>
          {t("save")}
        </Button>
        <Button size="small" tone="outline" disabled={busy} onClick={onRecordAgain}>
          {t("recordAgain")}
        </Button>
        <Button size="small" tone="ghost" disabled={busy} onClick={onDone}>
          {t("discard")}
        </Button>
      </div>
    </div>
  );
}
