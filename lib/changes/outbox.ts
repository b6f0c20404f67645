import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { toMessages } from "./message";
import type { Transport } from "./transport";

/**
 * How long (ms) changes wait: for others that go with them in one message, and for the answer to the request that has made
 * them. A call's request is waited for by a person.
 */
const gatherMs = 25;
/** How long (ms) after a failure it is tried again: at first, and at most. */
const retryMs = { first: 250, most: 5_000 };
/** More changes than that are not kept while nothing can be sent. Instead the others are told that some are missing. */
const mostKept = 5_000;

/** The changes of this process that the others have not been told yet. */
export class Outbox {
  readonly #from: string;
  readonly #transport: Transport;
  /** As JSON. A change that comes again counts once, at its later place. */
  #waiting = new Set<string>();
  #owesGap = false;
  #working: Promise<void> | undefined;

  constructor(from: string, transport: Transport) {
    this.#from = from;
    this.#transport = transport;
  }

  /** Takes changes. Returns at once. */
  add(changes: readonly unknown[]): void {
    for (const change of changes) {
      const text = JSON.stringify(change);
      this.#waiting.delete(text);
      this.#waiting.add(text);
    }
    if (this.#waiting.size > mostKept) {
      this.#waiting.clear();
      this.#owesGap = true;
    }
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  /** Resolves when everything that has been taken is sent. Never rejects. */
  async sent(): Promise<void> {
    while (this.#working) await this.#working;
  }

  async #work(): Promise<void> {
    await sleep(gatherMs);
    let waitMs = retryMs.first;
    while (this.#waiting.size > 0 || this.#owesGap) {
      const batch = this.#waiting;
      const owed = this.#owesGap;
      this.#waiting = new Set();
      this.#owesGap = false;
      try {
        await this.#send(batch, owed);
        waitMs = retryMs.first;
      } catch (error) {
        if (waitMs === retryMs.first) {
          console.error(`Changes cannot be told to the other processes at present: ${String(error)}`);
        }
        for (const text of this.#waiting) {
          batch.delete(text);
          batch.add(text);
        }
        this.#waiting = batch;
        this.#owesGap ||= owed;
        // Nobody waits for it: the process may end meanwhile.
        await sleep(waitMs, undefined, { ref: false });
        waitMs = Math.min(2 * waitMs, retryMs.most);
      }
    }
  }

  async #send(batch: Iterable<string>, owed: boolean): Promise<void> {
    const messages = toMessages(this.#from, batch, this.#transport.mostBytes);
    if (owed) messages.push(JSON.stringify({ from: this.#from, gap: true }));
    for (const message of messages) await this.#transport.send(message);
  }
}
