"use client";

import { useSyncExternalStore } from "react";

/** Tailwind's `lg`: from this width on, the phone stands beside every page. */
const wide = "(min-width: 64rem)";

/** Whether the screen is too small for the phone beside a page, at this moment. */
export const isNarrow = (): boolean => !window.matchMedia(wide).matches;

function subscribe(changed: () => void): () => void {
  const media = window.matchMedia(wide);
  media.addEventListener("change", changed);
  return () => media.removeEventListener("change", changed);
}

/** Whether the screen is too small for the phone beside a page; false on the server. */
export const useIsNarrow = (): boolean => useSyncExternalStore(subscribe, isNarrow, () => false);
