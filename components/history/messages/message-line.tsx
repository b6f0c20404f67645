"use client";

import { Pause, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallGoingOn } from "@/components/phone/hooks/use-call-going-on";
import { useDevices } from "@/components/phone/hooks/use-phone";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { formatDuration, isoDuration } from "@/components/ui/duration";
import type { CallMessage } from "@/lib/contracts";
import { DeleteMessage } from "./delete-message";
import { MessageProblem } from "./message-problem";
import { NewMark } from "./new-mark";
import { OpenMessage } from "./open-message";
import { pagePlayer } from "./playback";
import { usePlayback } from "./use-playback";
import { WrittenDown } from "./written-down";

interface MessageLineProps {
  id: string;
  message: CallMessage;
  /** The message was heard or deleted. */
  onChanged: () => void;
}

/** The message of a call: how long it is, whether it is new, and the button that plays it. Playing opens its controls. */
export function MessageLine({ id, message, onChanged }: MessageLineProps) {
  const t = useTranslations("history.message");
  const { output } = useDevices();
  const playback = usePlayback(id);
  const isPlaying = playback?.isPlaying ?? false;
  const Icon = isPlaying ? Pause : Play;
  // A message must not be heard over a call.
  const waits = useCallGoingOn() !== null && !isPlaying;

  function toggle() {
    if (isPlaying) pagePlayer().pause();
    else if (!waits) pagePlayer().play(id, output);
  }

  return (
    <div className={cn(playback && "rounded-2xl border border-hairline bg-surface p-2.5")}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {/* The same element while it plays and when it does not, so that it keeps the focus. */}
        <Button
          size="small"
          tone={playback ? "primary" : "quiet"}
          aria-label={t(isPlaying ? "pause" : "play")}
          aria-disabled={waits}
          onClick={toggle}
          className={cn("rounded-full", playback && "size-10 px-0")}
        >
          <Icon aria-hidden />
          {!playback && <span>{t("play")}</span>}
        </Button>
        {playback ? (
          <OpenMessage playback={playback} message={message} onChanged={onChanged} />
        ) : (
          <>
            <time dateTime={isoDuration(message.seconds)} className="text-[13px] text-soft tabular-nums">
              {formatDuration(message.seconds)}
            </time>
            {message.heard === false && <NewMark />}
            <span aria-hidden className="flex-1 sm:hidden" />
          </>
        )}
        <DeleteMessage id={id} onDeleted={onChanged} />
      </div>
      {playback && (
        <>
          <MessageProblem playback={playback} onGone={onChanged} />
          <WrittenDown id={id} />
        </>
      )}
    </div>
  );
}
