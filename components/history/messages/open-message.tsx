"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { downloadPath } from "@/components/api/voicemails";
import { buttonClass } from "@/components/ui/button";
import { formatDuration } from "@/components/ui/duration";
import type { CallMessage } from "@/lib/contracts";
import { type Playback, pagePlayer, rates } from "./playback";
import { PositionSlider } from "./position-slider";
import { useHeard, usePauseForCalls, useRate } from "./use-playback";

interface OpenMessageProps {
  playback: Playback;
  message: CallMessage;
  onChanged: () => void;
}

/** The controls of the message that is open, beside its button. */
export function OpenMessage({ playback, message, onChanged }: OpenMessageProps) {
  const t = useTranslations("history.message");
  usePauseForCalls();
  useHeard(playback, message.heard, onChanged);
  const length = playback.length ?? message.seconds;

  return (
    <>
      <PositionSlider at={playback.at} length={length} onSeek={pagePlayer().seek} />
      <span className="text-[13px] text-soft tabular-nums">
        {`${formatDuration(playback.at)} / ${formatDuration(length)}`}
      </span>
      {/* On a small screen the rest stands below. */}
      <span aria-hidden className="w-full sm:hidden" />
      <RateButton />
      <a
        href={downloadPath(playback.id)}
        download
        title={t("download")}
        aria-label={t("download")}
        className={buttonClass({ tone: "ghost", size: "small" }, "size-9 rounded-full px-0 text-soft")}
      >
        <Download aria-hidden />
      </a>
    </>
  );
}

/** Plays faster with each click, and then as fast as at first again. */
function RateButton() {
  const t = useTranslations("history.message");
  const rate = useRate();
  const next = rates[(rates.indexOf(rate) + 1) % rates.length] ?? 1;
  return (
    <button
      type="button"
      aria-label={t("speed", { rate })}
      title={t("speed", { rate })}
      onClick={() => pagePlayer().setRate(next)}
      className={buttonClass(
        { tone: "ghost", size: "small" },
        "min-w-12 rounded-full px-2 text-soft tabular-nums max-sm:ml-auto",
      )}
    >
      <span>{`${rate}×`}</span>
    </button>
  );
}
