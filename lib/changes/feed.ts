import "server-only";
import { randomUUID } from "node:crypto";
import type { Change } from "./change";
import { keepListening, type ListenTimes, usualTimes } from "./keep-listening";
import { readMessage } from "./message";
import { Outbox } from "./outbox";
import type { Transport } from "./transport";

/** Whoever wants to hear of changes. */
export interface Listener {
  /** Changes, soon after they were published in any process. */
  onChanges(changes: readonly Change[]): void;
  /**
   * Whether changes of all processes are heard. While they are not, some are missed: at `true` everything may be different.
   * Said once at the beginning, and at each change.
   */
  onLive?(live: boolean): void;
}

/** The change feed of one process, over one way to the others. */
export class Feed {
  readonly #id = randomUUID();
  readonly #transport: Transport;
  readonly #times: ListenTimes;
  readonly #outbox: Outbox;
  readonly #listeners = new Set<Listener>();
  #probe: { readonly id: string; isSent: boolean; resolve(): void } | undefined;
  #live = false;
  #stop: AbortController | undefined;
  /** Whether a probe has ever come back. */
  #hasHeard = false;

  constructor(transport: Transport, times: ListenTimes = usualTimes) {
    this.#transport = transport;
    this.#times = times;
    this.#outbox = new Outbox(this.#id, transport);
  }

  /** Tells every process. The listeners of this one hear it before this returns. Never throws. */
  publish(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.#tell(changes);
    this.#outbox.add(changes);
  }

  /** Resolves when everything published here is sent. Never rejects. */
  sent(): Promise<void> {
    return this.#outbox.sent();
  }

  /** Hears of changes until the returned function is called. The first listener opens the way, the last closes it. */
  subscribe(listener: Listener): () => void {
    const entry = { ...listener };
    this.#listeners.add(entry);
    entry.onLive?.(this.#live);
    if (!this.#stop) this.#start();
    return () => {
      this.#listeners.delete(entry);
      if (this.#listeners.size > 0) return;
      this.#stop?.abort();
      this.#stop = undefined;
    };
  }

  #start(): void {
    const stop = new AbortController();
    this.#stop = stop;
    void keepListening({
      times: this.#times,
      signal: stop.signal,
      open: (ear) => this.#transport.listen(ear),
      hear: (text) => this.#hear(text),
      probe: () => this.#sendProbe(),
      unheard: () =>
        this.#probe?.isSent && !this.#hasHeard ? new Error(this.#transport.unheard) : undefined,
      onLive: (live) => this.#setLive(live),
      onFailure: (error) => {
        const reason = error instanceof Error ? error.message : String(error);
        console.error(`The change feed is interrupted, and pages ask for changes meanwhile. ${reason}`);
      },
    });
  }

  #hear(text: string): void {
    const message = readMessage(text);
    if (!message) return;
    if (message.from === this.#id) {
      if (message.probe) this.#hearProbe(message.probe);
      return;
    }
    if (message.changes) this.#tell(message.changes);
    if (message.gap && this.#live) {
      this.#setLive(false);
      this.#setLive(true);
    }
  }

  /** Sends a message to this process itself, the way that all messages go. */
  async #sendProbe(): Promise<void> {
    const id = randomUUID();
    const heard = new Promise<void>((resolve) => {
      this.#probe = { id, isSent: false, resolve };
    });
    await this.#transport.send(JSON.stringify({ from: this.#id, probe: id }));
    if (this.#probe?.id === id) this.#probe.isSent = true;
    await heard;
  }

  #hearProbe(id: string): void {
    if (this.#probe?.id !== id) return;
    this.#hasHeard = true;
    this.#probe.resolve();
  }

  #setLive(live: boolean): void {
    this.#live = live;
    this.#each((listener) => listener.onLive?.(live));
  }

  #tell(changes: readonly Change[]): void {
    this.#each((listener) => listener.onChanges(changes));
  }

  /** A listener that fails must keep neither the others nor whoever publishes from going on. */
  #each(work: (listener: Listener) => void): void {
    for (const listener of [...this.#listeners]) {
      try {
        work(listener);
      } catch (error) {
        console.error(error);
      }
    }
  }
}
