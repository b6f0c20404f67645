"use client";

import { useSyncExternalStore } from "react";
import type { Live, LiveState } from "./live";

const nothing: LiveState<never> = { data: null, failure: null };

/** The present value of something kept live; it is asked for while a component that uses it is mounted. */
export function useLive<T>(live: Live<T>): LiveState<T> {
  return useSyncExternalStore(live.subscribe, live.getState, () => nothing);
}
