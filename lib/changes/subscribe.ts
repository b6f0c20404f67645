import "server-only";
import type { Listener } from "./feed";
import { processFeed } from "./process-feed";

/** Calls `listener` with changes as they are heard, until the returned function is called. */
export function subscribe(listener: Listener | Listener["onChanges"]): () => void {
  return processFeed().subscribe(typeof listener === "function" ? { onChanges: listener } : listener);
}
