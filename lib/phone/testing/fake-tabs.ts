import type { Cancel, Tabs } from "../ports/deps";
import type { TabMessage } from "../ports/tab-message";

interface Waiting {
  readonly signal: AbortSignal;
  readonly grant: () => void;
}

/** One browser profile: a lock and a channel that its tabs share. */
export class FakeProfile {
  private holder: { lost: () => void; release: Cancel } | null = null;
  private queue: Waiting[] = [];
  private readonly listeners = new Set<(message: TabMessage) => void>();
  /** The number of listeners on the channel. */
  get listenerCount(): number {
    return this.listeners.size;
  }
  get held(): boolean {
    return this.holder !== null;
  }

  tab(): Tabs {
    return {
      lock: (how, onLost, signal) =>
        new Promise((resolve) => {
          const take = () => resolve(this.take(onLost));
          if (how === "steal") {
            const former = this.holder;
            this.holder = null;
            take();
            former?.lost();
          } else if (!this.holder) take();
          else if (how === "now") resolve(null);
          else {
            this.queue.push({ signal, grant: take });
            signal.addEventListener("abort", () => resolve(null));
          }
        }),
      send: (message) => {
        // Like a BroadcastChannel made for one message: the sender's own tab hears it, too.
        for (const listener of [...this.listeners]) queueMicrotask(() => listener(structuredClone(message)));
      },
      listen: (listener) => {
        const entry = (message: TabMessage) => listener(message);
        this.listeners.add(entry);
        return () => this.listeners.delete(entry);
      },
    };
  }

  /** The tab that has the lock crashes; the next in the queue gets it. */
  crash(): void {
    this.holder?.release();
  }

  private take(lost: () => void): Cancel {
    const release = () => {
      if (this.holder !== mine) return;
      this.holder = null;
      let next = this.queue.shift();
      while (next?.signal.aborted) next = this.queue.shift();
      next?.grant();
    };
    const mine = { lost, release };
    this.holder = mine;
    return release;
  }
}
