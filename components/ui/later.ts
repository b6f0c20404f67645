import { useSyncExternalStore } from "react";
import { onFirstTouch } from "./first-touch";

/** A part of the pages whose code is loaded when the user first touches a page that has it. */
export interface Later<M> {
  /** The loaded code, for a component; null: not yet. */
  use(): M | null;
  /** Loads it now. Resolves to whether it is there; if not, the next call tries again. */
  want(): Promise<boolean>;
}

/**
 * Code for what only an action of the user brings on, such as a menu. A page opens sooner without it, and it is there
 * before it is needed: a pointer moves before it clicks.
 */
export function createLater<M>(load: () => Promise<M>): Later<M> {
  let loaded: M | null = null;
  let loading: Promise<boolean> | null = null;
  let watches = false;
  const listeners = new Set<() => void>();

  async function loadNow(): Promise<boolean> {
    try {
      loaded = await load();
    } catch {
      loading = null;
      return false;
    }
    for (const listener of listeners) listener();
    return true;
  }

  function want(): Promise<boolean> {
    loading ??= loadNow();
    return loading;
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    if (!watches) onFirstTouch(() => void want());
    watches = true;
    return () => listeners.delete(listener);
  }

  return {
    use: () =>
      useSyncExternalStore(
        subscribe,
        () => loaded,
        () => null,
      ),
    want,
  };
}
