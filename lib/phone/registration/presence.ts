import {
  hiddenBeatMs,
  inCallBeatMs,
  type PresenceBeat,
  streamedBeatMs,
  visibleBeatMs,
} from "@/lib/contracts";
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
  if (one === null || other === null) return one === other;
  const { phone, ref, hidden, stream } = one;
  return phone === other.phone && ref === other.ref && hidden === other.hidden && stream === other.stream;
}

/**
 * How long (ms) the news of a call waits. A call that is placed, answered or ended has better use for the network, the server
 * and this page at that moment, and changes again soon.
 */
export const callNewsMs = 600;

/** Whether the second beat says nothing more than that a call of this tab has begun, changed or ended. */
function isCallNews(before: Beat, next: Beat): boolean {
  return before.hidden === next.hidden && before.stream === next.stream;
}

/** How long (ms) until a beat is repeated. An open stream tells the server that the tab is there, so beats are rare. */
function repeatMs({ stream, ref, hidden }: Beat): number {
  if (!stream) return hidden ? hiddenBeatMs : visibleBeatMs;
  // The row of a call is kept alive by beats alone.
  return ref === null ? streamedBeatMs : inCallBeatMs;
}

/**
 * Sends a beat at each change, and repeats it. The news of a call waits a moment. A change is also another stream, or none:
 * the server must not take a tab for gone whose stream it has seen end. `onSignedOut`: the server has refused a beat because the session has ended, perhaps
 * at another device.
 */
export function createPresence(store: Store, canRing: () => boolean, onSignedOut: () => void): Presence {
  const { api, clock, live, page } = store.deps;
  /** The beat that is repeated; null: none was sent yet, or the last one was "gone". */
  let repeated: Beat | null = null;
  let sent = 0;
  let delivered = Promise.resolve();
  let repeating = createScope();
  /** Ends the wait of a call's news. */
  let waiting = createScope();

  function numbered(beat: Beat): PresenceBeat {
    sent += 1;
    return { ...beat, n: sent };
  }

  function present(): Beat | null {
    const presence = presenceOf(store.getState(), canRing());
    return presence && { tab: store.tab, hidden: page.hidden, stream: live.stream(), ...presence };
  }

  function gone(): Beat {
    return { tab: store.tab, phone: "gone", hidden: page.hidden, ref: null };
  }

  async function send(beat: Beat): Promise<void> {
    const answer = await api.beat(numbered(beat));
    if (answer === "signed_out" && beat.phone !== "gone") onSignedOut();
    // Rare beats leave no room for a lost one.
    if (answer === "lost" && repeated === beat && beat.stream) repeat(beat, visibleBeatMs);
  }

  /** Sends the beat again in `ms`, and so on. */
  function repeat(beat: Beat, ms: number): void {
    const dueAt = clock.now() + ms;
    const again = () => {
      repeat(beat, repeatMs(beat));
      void send(beat);
    };
    repeating.end();
    repeating = createScope();
    // Timers of hidden pages may be late by a minute, more than a beat lasts.
    const atPing = live.onPing(() => {
      if (clock.now() >= dueAt) again();
    });
    repeating.add(atPing, clock.after(ms, again));
  }

  function refresh(): void {
    waiting.end();
    const next = present();
    if (isSame(next, repeated)) return;
    if (next === null || repeated === null || !isCallNews(repeated, next)) {
      change(next);
      return;
    }
    waiting = createScope();
    waiting.add(clock.after(callNewsMs, () => change(present())));
  }

  function change(next: Beat | null): void {
    const before = repeated;
    repeated = next;
    repeating.end();
    live.keep(next !== null);
    if (next) {
      repeat(next, repeatMs(next));
      delivered = send(next);
    } else if (before) {
      void send(gone());
    }
  }

  return {
    start() {
      const cancels = [store.subscribe(refresh), live.onStream(refresh)];
      return () => {
        for (const cancel of cancels) cancel();
        waiting.end();
        repeating.end();
      };
    },
    refresh,
    async announce() {
      refresh();
      await withLimit(clock, announceLimitMs, delivered, makeProblem("server_unreachable")).catch(() => {});
    },
    leave() {
      waiting.end();
      repeating.end();
      if (repeated) api.lastBeat(numbered(gone()));
      repeated = null;
      live.keep(false);
    },
  };
}
