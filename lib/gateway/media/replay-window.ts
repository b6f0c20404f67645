/** RFC 3711, section 3.3.2, wants at least 64. Five seconds of packets may come in any order. */
const WINDOW = 256;

/** Which packets of one sender have come, so that none counts twice. Packets have an index that never repeats. */
export class ReplayWindow {
  /** Of those that have come; -1: none has. */
  highest = -1;
  readonly #come = new Float64Array(WINDOW).fill(-1);

  /** Whether it may be new. What is older than the window counts as known. */
  isNew(index: number): boolean {
    return index > this.highest - WINDOW && this.#come[index % WINDOW] !== index;
  }

  add(index: number): void {
    this.#come[index % WINDOW] = index;
    this.highest = Math.max(this.highest, index);
  }
}
