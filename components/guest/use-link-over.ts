"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { askLink } from "@/components/api/guest";
import type { GuestLinkProblem, TokenResponse } from "@/lib/contracts";

/** A guest who calls: by which link, whom, and as whom. */
export interface CallingGuest {
  readonly secret: string;
  readonly key: string;
  readonly owner: string;
  readonly name: string;
  readonly token: TokenResponse;
}

/** Whether the link still works, asked of the server when `isWanted`; undefined: not known yet. */
export function useLinkOver(
  { secret, key, name }: CallingGuest,
  isWanted: boolean,
): GuestLinkProblem | null | undefined {
  const [answer, setAnswer] = useState<GuestLinkProblem | null>();
  const ask = useEffectEvent(() => askLink(secret, { key, name }));
  useEffect(() => {
    if (!isWanted) return;
    let isOver = false;
    void ask().then((found) => isOver || setAnswer(found));
    return () => {
      isOver = true;
    };
  }, [isWanted]);
  return answer;
}
