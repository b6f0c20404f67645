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
  readonly #waiting: ((reason: unknown) => void)[] = [];
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
    // It is over once the sound plays, or fails.
    await new Promise<void>((_, reject) => this.#waiting.push(reject));
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

  /** The sound does not come. As in browsers, the element then does not count as paused. */
  async fails(): Promise<void> {
    this.tell("error");
    for (const reject of this.#waiting.splice(0)) reject(new DOMException("no sound", "NotSupportedError"));
    await Promise.resolve();
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
