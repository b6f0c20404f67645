"use client";

import { Mic, MicOff, Volume2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useRef } from "react";
import { cn } from "@/components/ui/cn";
import type { Peer } from "@/lib/phone/model/types";
import { useNames } from "../hooks/use-names";
import { usePhone } from "../hooks/use-phone";

/**
 * Shows a level (0 to 1) on a LevelMeter. Called ten times a second for as long as a call lasts, so it does not go through
 * React, and it changes nothing that would make the browser lay out or paint the page anew.
 */
export function showLevel(meter: HTMLElement | null, level: number): void {
  const part = Math.min(1, Math.max(0, level)).toFixed(2);
  if (!meter || meter.getAttribute("aria-valuenow") === part) return;
  meter.setAttribute("aria-valuenow", part);
  const bar = meter.querySelector("span");
  if (bar) bar.style.transform = `scaleX(${part})`;
}

interface LevelMeterProps {
  ref: RefObject<HTMLDivElement | null>;
  label: string;
  className?: string;
}

/** How loud it is: a bar to see, and its value for assistive technology. */
export function LevelMeter({ ref, label, className }: LevelMeterProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a browser lays out the page anew when the value of its own meter changes.
    <div
      ref={ref}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={0}
      className={cn("relative h-1.5 overflow-hidden rounded-full bg-hover", className)}
    >
      <span className="block h-full origin-left rounded-full bg-green transition-transform duration-100 will-change-transform [transform:scaleX(0)] motion-reduce:transition-none" />
    </div>
  );
}

/** The levels of my voice and of the other side's. */
export function LevelMeters({ peer, muted }: { peer: Peer; muted: boolean }) {
  const t = useTranslations("phone");
  const names = useNames();
  const phone = usePhone();
  const mine = useRef<HTMLDivElement>(null);
  const theirs = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      phone.watchLevels(({ input, output }) => {
        showLevel(mine.current, input);
        showLevel(theirs.current, output);
      }),
    [phone],
  );
  return (
    <div className="flex w-full max-w-72 items-center gap-5 text-soft [&_svg]:size-4 [&_svg]:shrink-0">
      <span className="flex flex-1 items-center gap-2">
        {muted ? <MicOff aria-hidden /> : <Mic aria-hidden />}
        <LevelMeter ref={mine} label={t("yourLevel")} className={cn("flex-1", muted && "opacity-40")} />
      </span>
      <span className="flex flex-1 items-center gap-2">
        <LevelMeter
          ref={theirs}
          label={t("theirLevel", { name: names.inSentence(peer) })}
          className="flex-1"
        />
        <Volume2 aria-hidden />
      </span>
    </div>
  );
}
