import { type FailureCode, failureOf } from "./request";

/** What is known, and whether the last try to know it failed. `data` stays when a later try fails. */
export interface LiveState<T> {
  readonly data: T | null;
  readonly failure: FailureCode | null;
}

/** A value of the server kept fresh while somebody looks at it. */
export interface Live<T> {
  getState(): LiveState<T>;
  subscribe(listener: () => void): () => void;
  /** Asks now. Called while an answer is under way, that one is given up and the question asked anew. */
  refresh(): Promise<void>;
  /** What an action of mine answered: shown at once. A question under way, which may know less, is given up. */
  set(data: T): void;
}

/** When a page is looked at; a document, or a stand-in in tests. */
export interface Visibility {
  readonly hidden: boolean;
  addEventListener(type: "visibilitychange", listener: () => void): void;
  removeEventListener(type: "visibilitychange", listener: () => void): void;
}

/**
 * Asks `load` every `everyMs` while there is a subscriber and the page is visible; at once on the first
 * subscriber and when the page is visible again.
 */
export function createLive<T>(
  load: (signal: AbortSignal) => Promise<T>,
  everyMs: number,
  page: () => Visibility = () => document,
): Live<T> {
  let state: LiveState<T> = { data: null, failure: null };
  let asking: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();

  function publish(next: LiveState<T>) {
    state = next;
    for (const listener of listeners) listener();
  }

  /** Gives up the question under way. */
  function drop() {
    clearTimeout(timer);
    asking?.abort();
    asking = null;
  }

  function askLater() {
    if (listeners.size > 0 && !page().hidden) timer = setTimeout(refresh, everyMs);
  }

  async function refresh() {
    drop();
    const mine = new AbortController();
    asking = mine;
    try {
      const data = await load(mine.signal);
      if (asking === mine) publish({ data, failure: null });
    } catch (error) {
      if (asking === mine) publish({ data: state.data, failure: failureOf(error) });
    }
    if (asking !== mine) return;
    asking = null;
    askLater();
  }

  function onVisibility() {
    if (page().hidden) clearTimeout(timer);
    else void refresh();
  }

  return {
    getState: () => state,
    refresh,
    set(data) {
      drop();
      publish({ data, failure: null });
      askLater();
    },
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        page().addEventListener("visibilitychange", onVisibility);
        void refresh();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        page().removeEventListener("visibilitychange", onVisibility);
        drop();
      };
    },
  };
}
