"use client";

import { Play, Square } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useIsBusy } from "@/components/phone/hooks/use-is-busy";
import { usePhone } from "@/components/phone/hooks/use-phone";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

interface ListenButtonProps {
  /** A file, or its address. */
  sound: Blob | string;
}

/** Plays a greeting where voices are heard, until it ends, is stopped, or a call comes. */
export function ListenButton({ sound }: ListenButtonProps) {
  const t = useTranslations("settings.voicemail.greeting");
  const { devices } = usePhone();
  const isBusy = useIsBusy();
  const playing = useRef<HTMLAudioElement | null>(null);
  const [isPlaying, setIsPlaying] = useState(false);

  useEffect(() => {
    if (isBusy) stop(playing);
  }, [isBusy]);
  useEffect(() => () => stop(playing), []);

  async function play() {
    const address = typeof sound === "string" ? sound : URL.createObjectURL(sound);
    const audio = new Audio(address);
    const end = () => {
      setIsPlaying(false);
      // Does nothing to an address that is not made here.
      URL.revokeObjectURL(address);
    };
    playing.current = audio;
    audio.onpause = end;
    audio.onended = end;
    setIsPlaying(true);
    try {
      const { output, canChooseOutput } = devices.getState();
      // Where that output is gone, the browser's own choice is as good.
      if (canChooseOutput && output !== null) await audio.setSinkId(output).catch(() => {});
      // It was stopped meanwhile, when there was nothing to pause yet.
      if (playing.current === audio) await audio.play();
      else end();
    } catch (error) {
      end();
      // It was stopped before it began.
      const isStopped = error instanceof DOMException && error.name === "AbortError";
      if (!isStopped) toast.error(t("notPlayed"));
    }
  }

  return (
    <Button
      size="small"
      tone="outline"
      aria-disabled={isBusy}
      onClick={() => (isPlaying ? stop(playing) : isBusy ? undefined : void play())}
    >
      {isPlaying ? <Square aria-hidden className="fill-current" /> : <Play aria-hidden />}
      <span>{isPlaying ? t("stopListening") : t("listen")}</span>
    </Button>
  );
}

/** Also stops what has not begun yet. */
function stop(playing: RefObject<HTMLAudioElement | null>): void {
  playing.current?.pause();
  playing.current = null;
}
