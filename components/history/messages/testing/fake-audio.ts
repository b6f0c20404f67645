import { vi } from "vitest";

/** An audio element without sound: the test says what comes, and where it is. */
export class FakeAudio {
  paused = true;
  src = "";
  currentTime = 0;
  duration = Number.NaN;
  preload = "";
  playbackRate = 1;
  defaultPlaybackRate = 1;
  /** The browser does not let it play. */
  refuses = false;
  /** How often an address was set. */
  loads = 0;
  readonly setSinkId = vi.fn(async (_sink: string) => undefined);
  readonly #events = new EventTarget();
  #stored = "";

  constructor() {
    Object.defineProperty(this, "src", {
      get: () => this.#stored,
      set: (address: string) => {
        this.#stored = address;
        this.loads += 1;
        this.paused = true;
        this.currentTime = 0;
      },
    });
  }

  /** As the product sees it. */
  get element(): HTMLAudioElement {
    return this as unknown as HTMLAudioElement;
  }

  addEventListener(event: string, listener: () => void): void {
    this.#events.addEventListener(event, listener);
  }

  tell(event: string): void {
    this.#events.dispatchEvent(new Event(event));
  }

  async play(): Promise<void> {
    if (this.refuses) throw new DOMException("not without a click", "NotAllowedError");
    this.paused = false;
    this.tell("play");
  }

  pause(): void {
    if (this.paused) return;
    this.paused = true;
    this.tell("pause");
  }

  removeAttribute(): void {
    this.#stored = "";
  }

  load(): void {
    this.currentTime = 0;
  }

  /** The sound has come, which is so long (s). */
  async comes(seconds: number): Promise<void> {
    this.duration = seconds;
    this.tell("durationchange");
    await Promise.resolve();
  }

  /** It has played until there (s). */
  reach(seconds: number): void {
    this.currentTime = seconds;
    this.tell("timeupdate");
  }
}
