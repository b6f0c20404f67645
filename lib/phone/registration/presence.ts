import { hiddenBeatMs, type PresenceBeat, visibleBeatMs } from "@/lib/contracts";
import type { Cancel } from "../ports/deps";
import type { Core } from "../state/store";
import type { PhoneState } from "../types";

export interface Presence {
  /** Follows the phone until the returned function is called. */
  start(): Cancel;
  /** Something that a beat carries may have changed. */
  refresh(): void;
  /** As `refresh`; resolves when the server has been told, or takes too long to wait for. */
  announce(): Promise<void>;
  /** The last beat, by a way that outlives the page. */
  leave(): void;
}

/** How long (ms) an unanswered beat holds up what waits for it. */
const announceLimitMs = 2_000;

type Told = Pick<PresenceBeat, "phone" | "ref">;
type Unsent = Omit<PresenceBeat, "n">;

/** What is told of the phone; null: it cannot be reached. */
function toldOf(state: PhoneState, canRing: boolean): Told | null {
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

/**
 * Tells the server that this tab can be rung, by beats: soon after each change and steadily between. `onSignedOut`: the
 * session has ended, perhaps at another device, and with it the server's wish to hear of this tab.
 */
export function createPresence(core: Core, canRing: () => boolean, onSignedOut: () => void): Presence {
  const { api, clock, page } = core.deps;
  let told: Unsent | null = null;
  let sent = 0;
  let delivered = Promise.resolve();
  let cancel: Cancel = () => {};

  function numbered(beat: Unsent): PresenceBeat {
    sent += 1;
    return { ...beat, n: sent };
  }

  function present(): Unsent | null {
    const what = toldOf(core.getState(), canRing());
    return what && { tab: core.tab, hidden: page.hidden, ...what };
  }

  function gone(): Unsent {
    return { tab: core.tab, phone: "gone", hidden: page.hidden, ref: null };
  }

  async function send(beat: Unsent): Promise<void> {
    const signedIn = await api.beat(numbered(beat));
    if (!signedIn && beat.phone !== "gone") onSignedOut();
  }

  function refresh(): void {
    const next = present();
    const same = next?.phone === told?.phone && next?.ref === told?.ref && next?.hidden === told?.hidden;
    if (same) return;
    const was = told;
    told = next;
    cancel();
    if (next) {
      delivered = send(next);
      cancel = clock.every(next.hidden ? hiddenBeatMs : visibleBeatMs, () => void send(next));
    } else if (was) {
      void send(gone());
    }
  }

  return {
    start() {
      const unsubscribe = core.subscribe(refresh);
      return () => {
        unsubscribe();
        cancel();
      };
    },
    refresh,
    async announce() {
      refresh();
      const answered = delivered;
      await new Promise<void>((resolve) => {
        const cancelLimit = clock.after(announceLimitMs, resolve);
        void answered.then(resolve).finally(cancelLimit);
      });
    },
    leave() {
      cancel();
      if (told) api.lastBeat(numbered(gone()));
      told = null;
    },
  };
}
