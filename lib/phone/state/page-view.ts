import type { PhoneState, Readable } from "../model/types";
import type { Clock } from "../ports/deps";
import { createReadable } from "../util/readable";

/** How long (ms) drawing may wait. What follows a click within 100 ms seems to follow at once. */
const unnoticedMs = 100;

/**
 * The state for those who draw it. The browser draws with the same thread that opens the microphone, sends the invite and
 * takes the answer, and a screen of the phone takes a slow machine longer than all of these. So while a call makes its way,
 * drawing can be put off: the other side rings sooner, and both hear each other sooner.
 */
export interface PageView extends Pick<Readable<PhoneState>, "subscribe"> {
  /** The state has changed. */
  changed(state: PhoneState): void;
  /** Tells the listeners nothing for 100 ms, or until a state comes for which `until` says so. */
  putOff(until: (state: PhoneState) => boolean): void;
}

/** A view that has shown `first`, and hears of each later state by `changed`. */
export function createPageView(first: PhoneState, clock: Clock): PageView {
  const shown = createReadable(first);
  const waits = new Set<(state: PhoneState) => boolean>();
  let latest = first;

  function show(): void {
    if (waits.size === 0) shown.set(latest);
  }

  return {
    subscribe: shown.subscribe,
    changed(state) {
      latest = state;
      for (const until of waits) if (until(state)) waits.delete(until);
      show();
    },
    putOff(until) {
      waits.add(until);
      clock.after(unnoticedMs, () => {
        waits.delete(until);
        show();
      });
    },
  };
}
