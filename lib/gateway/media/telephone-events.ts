/** The keys by the event codes of RFC 4733, section 3.2. */
const KEYS = "0123456789*#ABCD";
const EVENT_BYTES = 4;

/** The packets of a press may come after those of the next one. */
const REMEMBERED = 8;

/** Reads the keys that a person presses out of telephone events (RFC 4733). Each press is several packets with one timestamp. */
export class TelephoneEvents {
  /** The timestamps of the last presses. */
  readonly #known: number[] = [];

  /** The key of a press of which no packet has come before; undefined: none, or no key. */
  read(timestamp: number, payload: Uint8Array): string | undefined {
    if (payload.length < EVENT_BYTES || this.#known.includes(timestamp)) return undefined;
    const key = KEYS[payload[0] ?? KEYS.length];
    if (key === undefined) return undefined;
    this.#known.push(timestamp);
    if (this.#known.length > REMEMBERED) this.#known.shift();
    return key;
  }
}
