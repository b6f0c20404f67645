"use client";

import { useEffect, useState } from "react";

/** The time (ms since the epoch), updated every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const interval = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(interval);
  }, [everyMs]);
  return now;
}

/** The whole seconds since `since` (ms since the epoch). Rendered once a second. */
export function useSecondsSince(since: number): number {
  const [seconds, setSeconds] = useState(() => secondsSince(since));
  useEffect(() => {
    const update = () => setSeconds(secondsSince(since));
    update();
    // Twice a second: a timer that is late would skip one. React renders only where the number has changed.
    const interval = setInterval(update, 500);
    return () => clearInterval(interval);
  }, [since]);
  return seconds;
}

function secondsSince(since: number): number {
  return Math.floor((Date.now() - since) / 1000);
}
