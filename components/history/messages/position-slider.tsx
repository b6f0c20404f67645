"use client";

import { useTranslations } from "next-intl";
import type { KeyboardEvent } from "react";
import { formatDuration } from "@/components/ui/duration";

interface PositionSliderProps {
  /** Where the message is (s). */
  at: number;
  /** How long it is (s). */
  length: number;
  onSeek: (at: number) => void;
}

/** The finest step (s), so that the thumb moves smoothly. */
const step = 0.05;
/** How far (s) an arrow key goes: the step would be too small to hear. */
const keySeconds: Readonly<Record<string, number>> = {
  ArrowRight: 2,
  ArrowUp: 2,
  ArrowLeft: -2,
  ArrowDown: -2,
};

/** Shows where a message is, and moves it. */
export function PositionSlider({ at, length, onSeek }: PositionSliderProps) {
  const t = useTranslations("history.message");

  function jump(event: KeyboardEvent) {
    const seconds = keySeconds[event.key];
    if (seconds === undefined) return;
    event.preventDefault();
    onSeek(Math.min(length, Math.max(0, at + seconds)));
  }

  return (
    <input
      type="range"
      aria-label={t("position")}
      aria-valuetext={t("of", { time: formatDuration(at), length: formatDuration(length) })}
      min={0}
      max={length}
      step={step}
      value={Math.min(at, length)}
      onChange={(event) => onSeek(event.currentTarget.valueAsNumber)}
      onKeyDown={jump}
      className="h-9 min-w-24 flex-1 cursor-pointer accent-green"
    />
  );
}
