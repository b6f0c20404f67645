"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { LevelMeter, showLevel } from "@/components/phone/devices/level-meter";
import { formatDuration, isoDuration } from "@/components/ui/duration";
import { useSecondsSince } from "@/components/ui/use-now";
import { greetingMaxSeconds } from "@/lib/contracts";
import type { Recording } from "./record";

const levelEveryMs = 100;

/** That it is being recorded, how loud, and how much time is left. */
export function RecordingMeter({ recording: { since, level } }: { recording: Recording }) {
  const t = useTranslations();
  const meter = useRef<HTMLDivElement>(null);
  const left = Math.max(0, greetingMaxSeconds - useSecondsSince(since));
  useEffect(() => {
    if (!level) return;
    const interval = setInterval(() => showLevel(meter.current, level()), levelEveryMs);
    return () => clearInterval(interval);
  }, [level]);
  return (
    <div className="grid gap-3 rounded-2xl bg-sunken px-4 py-3.5">
      <div className="flex items-center gap-2.5 text-sm">
        <span aria-hidden className="size-2.5 animate-pulse rounded-full bg-red motion-reduce:animate-none" />
        <span className="flex-1 font-medium">{t("settings.voicemail.greeting.recording")}</span>
        <span role="timer" aria-live="off" className="text-soft tabular-nums">
          <time dateTime={isoDuration(left)}>
            {t("settings.voicemail.greeting.left", { time: formatDuration(left) })}
          </time>
        </span>
      </div>
      {level && <LevelMeter ref={meter} label={t("devices.level")} className="h-2" />}
    </div>
  );
}
