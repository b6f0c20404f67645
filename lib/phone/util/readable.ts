import type { Readable } from "../model/types";

/** A value with listeners. A listener that throws harms neither the others nor the phone. */
export function createReadable<T>(first: T): Readable<T> & { set(next: T): void } {
  let state = first;
  const listeners = new Set<() => void>();
  return {
    getState: () => state,
    subscribe(listener) {
      // A wrapper, so that one function subscribed twice is two subscriptions.
      const entry = () => listener();
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    set(next) {
      if (next === state) return;
      state = next;
      for (const listener of [...listeners]) {
        try {
          listener();
        } catch (error) {
          console.error("A listener of the phone failed", error);
        }
      }
    },
  };
}
