"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { Banner } from "@/components/ui/banner";
import { LiveRegion } from "@/components/ui/live-region";
import { toast } from "@/components/ui/toast";
import type { Playback } from "./playback";
import { useSoundProblem } from "./use-playback";

/** Why the message does not play, and what to do. One that is gone leaves the list, and a toast says so. */
export function MessageProblem({ playback, onGone }: { playback: Playback; onGone: () => void }) {
  const t = useTranslations();
  const problem = useSoundProblem(playback);
  const isGone = problem === "not_found";
  const tellGone = useEffectEvent(() => {
    toast.error(t("history.message.gone"));
    onGone();
  });
  useEffect(() => {
    if (isGone) tellGone();
  }, [isGone]);

  function text() {
    if (problem === "network" || problem === "unavailable" || problem === "unplayable")
      return t(`history.message.${problem}`);
    return problem && !isGone ? t(`errors.${problem}`) : null;
  }

  const shown = text();
  return <LiveRegion>{shown && <Banner className="mt-2">{shown}</Banner>}</LiveRegion>;
}
