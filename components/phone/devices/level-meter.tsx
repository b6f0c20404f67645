"use client";

import { Mic, MicOff, Volume2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useRef } from "react";
import { cn } from "@/components/ui/cn";
import type { Peer } from "@/lib/phone/model/types";
import { useNames } from "../hooks/use-names";
import { usePhone } from "../hooks/use-phone";

/** Shows a level (0 to 1) on a LevelMeter. Called ten times a second, so it does not go through React. */
export function showLevel(meter: HTMLElement | null, level: number): void {
  const part = Math.min(1, Math.max(0, level));
  meter?.style.setProperty("--level", String(part));
  meter?.querySelector("meter")?.setAttribute("value", part.toFixed(2));
}

interface LevelMeterProps {
  ref: RefObject<HTMLDivElement | null>;
  label: string;
  className?: string;
}

/** How loud it is: a bar to see, and a `meter` for assistive technology. */
export function LevelMeter({ ref, label, className }: LevelMeterProps) {
  return (
    <div ref={ref} className={cn("relative h-1.5 overflow-hidden rounded-full bg-hover", className)}>
      <meter aria-label={label} min={0} max={1} value={0} className="sr-only" />
      <span className="block h-full origin-left scale-x-[var(--level,0)] rounded-full bg-green transition-transform duration-100 motion-reduce:transition-none" />
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
