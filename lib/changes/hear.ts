import "server-only";
import type { Change } from "./change";

type Listener = (changes: readonly Change[]) => void;

const listeners = new Set<Listener>();

/** Calls `listener` with changes as they are heard, until the returned function is called. */
export function subscribe(listener: Listener): () => void {
  const entry: Listener = (changes) => listener(changes);
  listeners.add(entry);
  return () => listeners.delete(entry);
}

/** Hands changes to the listeners of this process. */
export function tellHere(changes: readonly Change[]): void {
  for (const listener of [...listeners]) listener(changes);
}
