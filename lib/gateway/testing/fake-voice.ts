import { type AudioSource, type Frame, SILENCE } from "../audio/frame";
import type { Cancel } from "../base/clock";
import type { Voice } from "../media/voice";
import { settle } from "./clock";

/** A person's sound without a network: a test says what they say and press, and sees what they hear. */
export class FakeVoice implements Voice {
  mic: Frame = SILENCE;
  heard: Frame = SILENCE;
  output: AudioSource | undefined;
  readonly #taps = new Set<() => void>();
  readonly #listeners = new Set<(digit: string) => void>();

  /** How many taps and listeners there are: whatever has ended must leave none behind. */
  get watchers(): number {
    return this.#taps.size + this.#listeners.size;
  }

  tap(tap: () => void): Cancel {
    this.#taps.add(tap);
    return () => this.#taps.delete(tap);
  }

  onDigit(listener: (digit: string) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  press(keys: string): void {
    for (const key of keys) for (const listener of [...this.#listeners]) listener(key);
  }

  /** Ticks of 20 ms. `says`: what is said in each of them. Promises settle in between. */
  async tick(ticks: number, says: (tick: number) => Frame = () => SILENCE): Promise<void> {
    for (let tick = 0; tick < ticks; tick += 1) {
      this.mic = says(tick);
      this.heard = this.output?.read() ?? SILENCE;
      for (const tap of [...this.#taps]) tap();
      await settle();
    }
  }
}
