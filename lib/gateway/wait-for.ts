import { systemClock } from "./base/clock";
import type { EventSource } from "./base/event-source";
import type { CallEvent, CallFacts } from "./call/call-records";

/** No such event came in time. The message tells which events came instead. */
export class WaitTimeoutError extends Error {
  override name = "WaitTimeoutError";
}

/** What `waitFor` waits for, and how long. */
export interface Wait {
  type: CallEvent["type"];
  predicate: (call: CallFacts) => boolean;
  /** In milliseconds of the machine's clock, so that it ends even when the gateway's clock stands still. */
  timeoutMs: number;
}

/**
 * Resolves with the call of the next event that fits. Events before do not count.
 *
 * Rejects with WaitTimeoutError, with `closed` when that resolves first, and with what `predicate` throws.
 */
export function waitFor(
  source: EventSource<CallEvent>,
  { type, predicate, timeoutMs }: Wait,
  closed: Promise<Error>,
): Promise<CallFacts> {
  const seen: string[] = [];
  const waiting = new Promise<CallFacts>((resolve, reject) => {
    const stopListening = source.on((event) => {
      try {
        const { call } = event;
        if (event.type === type && predicate(call)) settle(() => resolve(call));
        else seen.push(`${event.type} (${call.from} to ${call.to}, ${call.status})`);
      } catch (error) {
        settle(() => reject(error));
      }
    });
    const stopTimer = systemClock.after(timeoutMs, () => {
      const instead = seen.length === 0 ? "no event" : seen.slice(-20).join(", ");
      settle(() =>
        reject(new WaitTimeoutError(`no "${type}" within ${timeoutMs} ms that fits, but ${instead}`)),
      );
    });
    void closed.then((error) => settle(() => reject(error)));
    function settle(end: () => void): void {
      stopListening();
      stopTimer();
      end();
    }
  });
  // A test that fails before it awaits this must fail with its own error, and not with an unhandled rejection besides.
  waiting.catch(() => {});
  return waiting;
}
