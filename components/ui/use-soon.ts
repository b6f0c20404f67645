import { useEffect } from "react";
import type { Later } from "./later";

/**
 * Loads a part by itself `everyMs` after `isDue` is true, if the user has not touched the page before, and again as often until
 * it is there: a network that was away does not leave a gap in the page. Returns the part; null: not yet.
 */
export function useSoon<M>(part: Later<M>, isDue: boolean, everyMs = 2_000): M | null {
  const loaded = part.use();
  const waits = loaded === null && isDue;
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => void part.want(), everyMs);
    return () => clearInterval(timer);
  }, [part, waits, everyMs]);
  return loaded;
}
