import "server-only";
import { type Change, subscribe } from "@/lib/changes";
import { lookEveryMs } from "./hold-time";

/** Whose changes matter to a call that waits for a device. */
export interface Waiting {
  /** null: a guest, as is `callerSessionId`. */
  readonly callerId: string | null;
  readonly callerSessionId: string | null;
  readonly calleeId: string;
}

/** What may have changed for a call that waits. */
export interface CallNews {
  /** Something has happened: the next wait ends at once. */
  note(): void;
  /**
   * Resolves at the next news, or at once if there has been any since the last time, and after `limitMs` in any case. While
   * changes of all processes are not heard, after a second at the latest.
   */
  next(limitMs: number): Promise<void>;
  /** Stops listening. */
  end(): void;
}

/** Hears of what may concern the call: a device of the callee, a rule of theirs, the end of the caller's side. */
export function hearCallNews(waiting: Waiting): CallNews {
  let isNews = false;
  let isLive = false;
  let wake: (() => void) | undefined;
  const note = () => {
    isNews = true;
    wake?.();
  };
  const unsubscribe = subscribe({
    onChanges(changes) {
      if (changes.some((change) => concerns(change, waiting))) note();
    },
    onLive(live) {
      isLive = live;
      // What came before may have been missed.
      note();
    },
  });
  return {
    note,
    async next(limitMs) {
      if (!isNews) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, isLive ? limitMs : Math.min(limitMs, lookEveryMs));
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = undefined;
      }
      isNews = false;
    },
    end: unsubscribe,
  };
}

function concerns(change: Change, { callerId, callerSessionId, calleeId }: Waiting): boolean {
  switch (change.kind) {
    case "person":
      return change.person === calleeId;
    case "own":
    case "person_deleted":
      return change.person === calleeId || change.person === callerId;
    case "session_ended":
      return change.session === callerSessionId;
    case "everybody":
      return true;
    case "back":
    case "stage":
    case "screen":
      return false;
  }
}
