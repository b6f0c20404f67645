import { hiddenBeatMs, type PresenceBeat, visibleBeatMs } from "@/lib/contracts";
import { makeProblem } from "../model/problems";
import type { PhoneState } from "../model/types";
import type { Cancel } from "../ports/deps";
import type { Store } from "../state/store";
import { createScope } from "../util/scope";
import { withLimit } from "../util/timeout";

/** Reports to the server whether this tab can be rung. */
interface Presence {
  /** Follows the phone until the returned function is called. */
  start(): Cancel;
  /** Sends a beat if anything that it carries has changed. */
  refresh(): void;
  /** As `refresh`. Resolves when the server has answered the beat, or after 2 s. */
  announce(): Promise<void>;
  /** Sends the last beat, which outlives the page. */
  leave(): void;
}

/** How long (ms) `announce` waits for the answer to a beat. */
const announceLimitMs = 2_000;

/** A beat without its number. */
type Beat = Omit<PresenceBeat, "n">;

/** What a beat reports of the phone; null: it cannot be rung. A beat with a `ref` keeps the row of that call alive. */
function presenceOf(state: PhoneState, canRing: boolean): Pick<Beat, "phone" | "ref"> | null {
  switch (state.kind) {
    case "off":
    case "elsewhere":
      return null;
    case "dialing":
    case "ringing":
      return { phone: "in_call", ref: state.call.ref };
    case "incoming":
      return { phone: state.answering ? "in_call" : "ready", ref: state.call.ref };
    case "inCall":
    case "reconnecting":
      return { phone: "in_call", ref: state.talk.call.ref };
    case "starting":
    case "offline":
    case "failed":
    case "ready":
    case "notPlaced":
    case "ended":
      return canRing ? { phone: "ready", ref: null } : null;
  }
}

function isSame(one: Beat | null, other: Beat | null): boolean {
  return one?.phone === other?.phone && one?.ref === other?.ref && one?.hidden === other?.hidden;
}

/**
 * Sends a beat at each change, and repeats it at a steady interval. `onSignedOut`: the server has refused a beat
 * because the session has ended, perhaps at another device.
 */
export function createPresence(store: Store, canRing: () => boolean, onSignedOut: () => void): Presence {
  const { api, clock, page } = store.deps;
  /** The beat that is repeated; null: none was sent yet, or the last one was "gone". */
  let repeated: Beat | null = null;
  let sent = 0;
  let delivered = Promise.resolve();
  let repeating = createScope();

  function numbered(beat: Beat): PresenceBeat {
    sent += 1;
    return { ...beat, n: sent };
  }

  function present(): Beat | null {
    const presence = presenceOf(store.getState(), canRing());
    return presence && { tab: store.tab, hidden: page.hidden, ...presence };
  }

  function gone(): Beat {
    return { tab: store.tab, phone: "gone", hidden: page.hidden, ref: null };
  }

  async function send(beat: Beat): Promise<void> {
    const signedIn = await api.beat(numbered(beat));
    if (!signedIn && beat.phone !== "gone") onSignedOut();
  }

  function refresh(): void {
    const before = repeated;
    const next = present();
    if (isSame(next, before)) return;
    repeated = next;
    repeating.end();
    if (next) {
      delivered = send(next);
      repeating = createScope();
      repeating.add(clock.every(next.hidden ? hiddenBeatMs : visibleBeatMs, () => void send(next)));
    } else if (before) {
      void send(gone());
    }
  }

  return {
    start() {
      const unsubscribe = store.subscribe(refresh);
      return () => {
        unsubscribe();
        repeating.end();
      };
    },
    refresh,
    async announce() {
      refresh();
      await withLimit(clock, announceLimitMs, delivered, makeProblem("server_unreachable")).catch(() => {});
    },
    leave() {
      repeating.end();
      if (repeated) api.lastBeat(numbered(gone()));
      repeated = null;
    },
  };
}
