import type { PhoneState, Readable } from "../model/types";
import type { PhoneDeps } from "../ports/deps";
import { createReadable } from "../util/readable";
import type { PhoneEvent } from "./events";
import { createPageView, type PageView } from "./page-view";
import { initialState, reduce } from "./reducer";

/** The phone's state and the one way to change it, shared by all parts of the phone. */
export interface Store extends Readable<PhoneState> {
  readonly deps: PhoneDeps;
  /** Names this page load to the server. */
  readonly tab: string;
  dispatch(event: PhoneEvent): void;
  /** The state for the page, which may be told of a change a little later than the parts of the phone are. */
  readonly view: PageView;
}

/** Starts with the state `off`. */
export function createStore(deps: PhoneDeps): Store {
  const state = createReadable<PhoneState>(initialState);
  const view = createPageView(initialState, deps.clock);
  state.subscribe(() => view.changed(state.getState()));
  return {
    deps,
    tab: deps.tab,
    view,
    getState: state.getState,
    subscribe: state.subscribe,
    dispatch: (event) => state.set(reduce(state.getState(), event)),
  };
}
