import type { Cancel } from "./ports";

/** An event source with one kind of event. `on` returns the function that unsubscribes. */
export interface Signal<Values extends unknown[] = []> {
  on(listener: (...values: Values) => void): Cancel;
  emit(...values: Values): void;
}

export function createSignal<Values extends unknown[] = []>(): Signal<Values> {
  const listeners = new Set<(...values: Values) => void>();
  return {
    on(listener) {
      // A wrapper, so that one function that listens twice is two listeners.
      const entry = (...values: Values) => listener(...values);
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
    emit(...values) {
      for (const listener of [...listeners]) listener(...values);
    },
  };
}
