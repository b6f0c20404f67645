import type { Change, ChangesScreen } from "@/lib/contracts";
import { FakeClock, settle } from "@/lib/phone/testing/fake-clock";
import type { Cancel, LiveDeps, LivePage, TransportEnd, TransportListener } from "../ports";
import { createSignal } from "../signal";

/** A page that a test hides, wakes and leaves. */
class FakePage implements LivePage {
  hidden = false;
  readonly #events = {
    visibility: createSignal(),
    wake: createSignal(),
    hide: createSignal(),
    restore: createSignal(),
  };
  onVisibility = this.#events.visibility.on;
  onWake = this.#events.wake.on;
  onHide = this.#events.hide.on;
  onRestore = this.#events.restore.on;
  emit(event: "visibility" | "wake" | "hide" | "restore"): void {
    this.#events[event].emit();
  }
  turn(hidden: boolean): void {
    this.hidden = hidden;
    this.emit("visibility");
  }
}

/** A request for a stream, as the server sees it. */
export class FakeRequest {
  /** The browser has ended it. */
  aborted = false;
  constructor(
    readonly stream: string,
    readonly tab: string,
    private readonly listener: TransportListener,
  ) {}
  tell(change: Change | object): void {
    this.ping();
    this.listener.data(JSON.stringify(change));
  }
  hello(live = true): void {
    this.tell({ kind: "hello", live });
  }
  ping(): void {
    this.listener.alive();
  }
  end(how: Partial<TransportEnd> = {}): void {
    this.listener.end({ status: null, retryAfterMs: null, ...how });
  }
}

/** Everything outside of `lib/live`, in the hands of a test. */
export class FakeWorld {
  readonly clock = new FakeClock();
  readonly page = new FakePage();
  readonly requests: FakeRequest[] = [];
  readonly screens: ChangesScreen[] = [];
  acceptsScreens = true;
  signedOut = 0;
  /** What `random` gives, after those of `nextChances`. */
  chance = 0;
  readonly nextChances: number[] = [];
  #ids = 0;

  readonly deps: LiveDeps = {
    clock: this.clock,
    page: this.page,
    uuid: () => `00000000-0000-4000-8000-${String(this.#ids++).padStart(12, "0")}`,
    random: () => this.nextChances.shift() ?? this.chance,
    open: (stream, tab, listener): Cancel => {
      const request = new FakeRequest(stream, tab, listener);
      this.requests.push(request);
      return () => {
        request.aborted = true;
      };
    },
    sendScreen: async (screen) => {
      this.screens.push(screen);
      return this.acceptsScreens;
    },
    signedOut: () => {
      this.signedOut += 1;
    },
  };

  /** The last request for a stream. */
  get last(): FakeRequest {
    const last = this.requests.at(-1);
    if (!last) throw new Error("no request yet");
    return last;
  }
}

export { settle };
