"use client";

import { useTranslations } from "next-intl";
import { Popover } from "radix-ui";
import { cn } from "@/components/ui/cn";
import type { Quality, QualityScore, QualityWarning } from "@/lib/phone/model/types";
import { talkOf } from "@/lib/phone/state/selectors";
import { usePhoneFact } from "../hooks/use-phone";

const levels = ["none", "poor", "fair", "good", "excellent"] as const;

const levelOf = (score: QualityScore) => (score === null ? "unknown" : levels[score]);

/** The worst first: only one sentence is shown at a time. */
const order: readonly QualityWarning[] = [
  "ice_lost",
  "no_incoming_audio",
  "high_packet_loss",
  "high_jitter",
  "high_rtt",
  "low_mos",
];

/** The warning to put into words, or null when all is well. */
export function qualitySentence(quality: Quality): QualityWarning | null {
  return order.find((warning) => quality.warnings.includes(warning)) ?? null;
}

function colour(score: QualityScore): string {
  if (score === null) return "text-soft";
  if (score >= 3) return "text-green-text";
  return score === 2 ? "text-amber-text" : "text-red-text";
}

/** Four bars and a word. A click shows the numbers behind them. */
export function QualityBadge({ quality }: { quality: Quality }) {
  const t = useTranslations("phone.quality");
  const { score } = quality;
  const word = t(levelOf(score));
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={t("label", { level: word })}
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
      </Popover.Trigger>
      {/* Rendered in place, not in a portal, so that it belongs to a landmark. */}
      <Popover.Content
        align="start"
        sideOffset={6}
        collisionPadding={12}
        aria-label={t("label", { level: word })}
        className="z-40 max-w-72 animate-appear rounded-2xl border border-hairline bg-raised px-4 py-3 text-left text-sm leading-relaxed shadow-high outline-none"
      >
        <Details />
      </Popover.Content>
    </Popover.Root>
  );
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
  return <>{text}</>;
}
