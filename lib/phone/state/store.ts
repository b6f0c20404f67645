import type { PhoneDeps } from "../ports/deps";
import type { PhoneState, Readable } from "../types";
import type { PhoneEvent } from "./events";
import { initialState, reduce } from "./reducer";

/** The phone's state and the one way to change it, shared by the parts of the store. */
export interface Core extends Readable<PhoneState> {
  readonly deps: PhoneDeps;
  /** Names this page load to the server. */
  readonly tab: string;
  dispatch(event: PhoneEvent): void;
}

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

export function createCore(deps: PhoneDeps): Core {
  const state = createReadable<PhoneState>(initialState);
  return {
    deps,
    tab: deps.uuid(),
    getState: state.getState,
    subscribe: state.subscribe,
    dispatch: (event) => state.set(reduce(state.getState(), event)),
  };
}
