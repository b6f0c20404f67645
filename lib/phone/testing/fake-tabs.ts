import type { Cancel, Tabs } from "../deps";
import type { TabMessage } from "../tab-message";

interface Waiting {
  readonly signal: AbortSignal;
  readonly grant: () => void;
}

/** One browser profile: a lock and a channel that its tabs share. */
export class FakeProfile {
  private holder: { lost: () => void } | null = null;
  private queue: Waiting[] = [];
  private readonly listeners = new Map<object, (message: TabMessage) => void>();
  /** How many tabs listen to the channel. */
  get listenerCount(): number {
    return this.listeners.size;
  }
  get held(): boolean {
    return this.holder !== null;
  }

  tab(): Tabs {
    const self = {};
    return {
      lock: (how, onLost, signal) =>
        new Promise((resolve) => {
          const take = () => resolve(this.take(onLost));
          if (how === "steal") {
            const robbed = this.holder;
            this.holder = null;
            take();
            robbed?.lost();
          } else if (!this.holder) take();
          else if (how === "now") resolve(null);
          else {
            this.queue.push({ signal, grant: take });
            signal.addEventListener("abort", () => resolve(null));
          }
        }),
      send: (message) => {
        for (const [tab, listener] of [...this.listeners])
          if (tab !== self) queueMicrotask(() => listener(message));
      },
      listen: (listener) => {
        this.listeners.set(self, listener);
        return () => this.listeners.delete(self);
      },
    };
  }

  private take(lost: () => void): Cancel {
    const mine = { lost };
    this.holder = mine;
    return () => {
      if (this.holder !== mine) return;
      this.holder = null;
      let next = this.queue.shift();
      while (next?.signal.aborted) next = this.queue.shift();
      next?.grant();
    };
  }
}
