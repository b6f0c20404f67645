"use client";

import { useTranslations } from "next-intl";
import { cloneElement, useState } from "react";
import { cn } from "@/components/ui/cn";
import { createLater } from "@/components/ui/later";
import type { Quality, QualityScore } from "@/lib/phone/model/types";
import { talkOf } from "@/lib/phone/state/selectors";
import { usePhoneFact } from "../hooks/use-phone";

const later = createLater(() => import("./quality-details"));

const levels = ["none", "poor", "fair", "good", "excellent"] as const;

const levelOf = (score: QualityScore) => (score === null ? "unknown" : levels[score]);

function colour(score: QualityScore): string {
  if (score === null) return "text-soft";
  if (score >= 3) return "text-green-text";
  return score === 2 ? "text-amber-text" : "text-red-text";
}

/** Four bars and a word. A click shows the numbers behind them. */
export function QualityBadge({ quality }: { quality: Quality }) {
  const t = useTranslations("phone.quality");
  const loaded = later.use();
  const [opened, setOpened] = useState(false);
  const { score } = quality;
  const word = t(levelOf(score));
  const label = t("label", { level: word });
  const trigger = (
    <button
      type="button"
      aria-label={label}
      className="flex h-9 items-center gap-2 rounded-full bg-surface px-3.5 font-medium text-[13px] transition-colors hover:bg-hover"
    >
      <svg viewBox="0 0 18 14" aria-hidden="true" className={cn("h-3.5 w-[18px]", colour(score))}>
        {[1, 2, 3, 4].map((bar) => (
          <rect
            key={bar}
            x={(bar - 1) * 5}
            y={14 - bar * 3.5}
            width="3"
            height={bar * 3.5}
            rx="1.2"
            fill="currentColor"
            opacity={score !== null && bar <= Math.max(1, score) ? 1 : 0.28}
          />
        ))}
      </svg>
      <span className="capitalize">{word}</span>
    </button>
  );
  if (loaded && opened) {
    return <loaded.QualityDetails trigger={trigger} label={label} details={<Details />} />;
  }
  return cloneElement(trigger, {
    "aria-haspopup": "dialog",
    "aria-expanded": false,
    onClick() {
      setOpened(true);
      void later.want();
    },
  });
}

/** The numbers of the last sample, in words. It alone is rendered with each sample, and only while it is shown. */
function Details() {
  const t = useTranslations("phone.quality");
  const text = usePhoneFact((state) => {
    const { score = null, rttMs = null, jitterMs = null, lossFraction = null } = talkOf(state)?.quality ?? {};
    if (rttMs === null || jitterMs === null || lossFraction === null) {
      return t("label", { level: t(levelOf(score)) });
    }
    return t("details", {
      rtt: String(Math.round(rttMs)),
      jitter: String(Math.round(jitterMs)),
      loss: `${(lossFraction * 100).toFixed(1)} %`,
    });
  });
  return <span>{text}</span>;
}
