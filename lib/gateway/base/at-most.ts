/** Lets so many pieces of work run at once, and the others wait in their order. */
export class AtMost {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(readonly places: number) {}

  /** Runs the work once there is a place. Resolves and rejects as it does. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running === this.places) await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await work();
    } finally {
      // The next one takes over the place of this one.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
