import type { PhoneState, Readable } from "../model/types";
import type { PhoneDeps } from "../ports/deps";
import { createReadable } from "../util/readable";
import type { PhoneEvent } from "./events";
import { initialState, reduce } from "./reducer";

/** The phone's state and the one way to change it, shared by all parts of the phone. */
export interface Store extends Readable<PhoneState> {
  readonly deps: PhoneDeps;
  /** Names this page load to the server. */
  readonly tab: string;
  dispatch(event: PhoneEvent): void;
}

/** Starts with the state `off`. */
export function createStore(deps: PhoneDeps): Store {
  const state = createReadable<PhoneState>(initialState);
  return {
    deps,
    tab: deps.tab,
    getState: state.getState,
    subscribe: state.subscribe,
    dispatch: (event) => state.set(reduce(state.getState(), event)),
  };
}
