"use client";

import { useEffect, useEffectEvent, useState, useSyncExternalStore } from "react";
import { useMeState } from "@/components/api/me";
import type { FailureCode } from "@/components/api/request";
import { markHeard, whyNoSound } from "@/components/api/voicemails";
import { useCallGoingOn } from "@/components/phone/hooks/use-call-going-on";
import { type Playback, pagePlayer, type Rate } from "./playback";

/** The playback of this message; null: it is not open. When its row goes, it stops. */
export function usePlayback(id: string): Playback | null {
  const player = pagePlayer();
  useEffect(() => () => player.close(id), [player, id]);
  // Rows of other messages are not rendered again while one plays.
  return useSyncExternalStore(
    player.subscribe,
    () => ownOf(player.getState(), id),
    () => null,
  );
}

/** How fast messages are played. */
export function useRate(): Rate {
  const player = pagePlayer();
  return useSyncExternalStore(player.subscribe, player.rate, player.rate);
}

function ownOf(playback: Playback | null, id: string): Playback | null {
  return playback?.id === id ? playback : null;
}

/** Stops the message when a call begins: one that rings must be heard, and one's own must not be talked into. */
export function usePauseForCalls(): void {
  const call = useCallGoingOn();
  useEffect(() => {
    if (call !== null) pagePlayer().pause();
  }, [call]);
}

/** Marks the message as heard once some of it has been. If that fails, it stays unheard until it is played again. */
export function useHeard({ id, begun }: Playback, heard: boolean | null, onChanged: () => void): void {
  const { refresh } = useMeState();
  const isDue = begun && heard === false;
  const show = useEffectEvent(() => {
    onChanged();
    void refresh();
  });
  useEffect(() => {
    if (isDue) void markHeard(id).then(show, () => undefined);
  }, [id, isDue]);
}

/** Why the message does not play: null while it does, or while that is not known yet. `unplayable`: this browser cannot. */
export function useSoundProblem({ id, failed }: Playback): FailureCode | "unplayable" | null {
  const [problem, setProblem] = useState<FailureCode | "unplayable" | null>(null);
  if (!failed && problem !== null) setProblem(null);
  useEffect(() => {
    if (!failed) return;
    let isOver = false;
    void whyNoSound(id).then((why) => {
      if (!isOver) setProblem(why ?? "unplayable");
    });
    return () => {
      isOver = true;
    };
  }, [id, failed]);
  return problem;
}
