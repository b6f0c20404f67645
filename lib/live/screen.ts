import type { ChangesScreen } from "@/lib/contracts";
import type { Connection } from "./connection";
import type { Cancel, LiveDeps } from "./ports";
import { createSignal } from "./signal";

/** Whose changes are wanted. A stream begins with everybody's. */
export type Screen = Pick<ChangesScreen, "people" | "arrivals">;

const everybody: Screen = { people: null, arrivals: false };

/** How long (ms) to wait for the next change of the screen, as while somebody types a search. */
const settleMs = 300;

/** How long (ms) to wait after a failure. */
const againMs = 5_000;

/** Tells the server whose changes a stream is to have, one request at a time, and once more for each new stream. */
export function createScreen({ clock, sendScreen }: LiveDeps, connection: () => Connection | null) {
  const accepted = createSignal();
  let wanted = everybody;
  /** What the server was last told, and for which stream. */
  let told: { readonly stream: string; readonly screen: Screen } | null = null;
  let sending = false;
  /** Counts the times without changes. What was told before or in one of them, the server may not know any more. */
  let gaps = 0;
  let cancelTimer: Cancel = () => {};

  function sendLater(ms: number): void {
    cancelTimer();
    cancelTimer = clock.after(ms, () => void send());
  }

  async function send(): Promise<void> {
    const open = connection();
    if (sending || !open?.live) return;
    const { stream } = open;
    const known = told?.stream === stream ? told.screen : everybody;
    const screen = wanted;
    if (isSame(known, screen)) return;
    sending = true;
    const before = gaps;
    const isAccepted = await sendScreen({ stream, ...screen });
    sending = false;
    if (isAccepted && before === gaps) {
      told = { stream, screen };
      accepted.emit();
    }
    sendLater(isAccepted ? 0 : againMs);
  }

  return {
    set(screen: Screen): void {
      if (isSame(wanted, screen)) return;
      wanted = screen;
      sendLater(settleMs);
    },
    /** Another stream may have been opened, or the server hears of changes again: it then knows no screen. */
    renew(): void {
      if (!connection()?.live) {
        told = null;
        gaps += 1;
      }
      void send();
    },
    /** The server follows the screen from now on. What changed before that may not have been told. */
    onAccepted: accepted.on,
    stop: () => cancelTimer(),
  };
}

function isSame(one: Screen, other: Screen): boolean {
  return one.arrivals === other.arrivals && JSON.stringify(one.people) === JSON.stringify(other.people);
}
