/** What every resource of the account has. Times are in ms since the epoch. */
export interface AccountRecord {
  readonly sid: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/**
 * How many applications, and how many keys, an account can have. Twilio's number for applications is 1000
 * (https://www.twilio.com/docs/usage/api/applications); for keys its documentation names none.
 */
export const MAX_RECORDS = 1_000;

/** The resources of one kind. */
export class Records<T extends AccountRecord> {
  /** By sid, in the order of their creation, with their places. */
  readonly #live = new Map<string, { record: T; place: number }>();
  /** The places of those that were deleted last, since a client may be in the middle of the list there. */
  readonly #deleted = new Map<string, number>();
  #lastPlace = 0;

  /** Whether no more can be added. */
  get isFull(): boolean {
    return this.#live.size >= MAX_RECORDS;
  }

  get(sid: string): T | undefined {
    return this.#live.get(sid)?.record;
  }

  /** All of them, the newest first. */
  list(): T[] {
    return [...this.#live.values()].map(({ record }) => record).reverse();
  }

  /** Adds a record, or replaces the one of the same sid in its place. */
  set(record: T): void {
    const place = this.#live.get(record.sid)?.place ?? this.#lastPlace + 1;
    this.#lastPlace = Math.max(this.#lastPlace, place);
    this.#live.set(record.sid, { record, place });
  }

  /** Removes a record. False when there is none of this sid. */
  delete(sid: string): boolean {
    const found = this.#live.get(sid);
    if (!found) return false;
    this.#live.delete(sid);
    this.#deleted.set(sid, found.place);
    const [oldest] = this.#deleted.keys();
    if (oldest !== undefined && this.#deleted.size > MAX_RECORDS) this.#deleted.delete(oldest);
    return true;
  }

  /** Forgets all of them. */
  clear(): void {
    this.#live.clear();
    this.#deleted.clear();
  }

  /** A number that grows with each record that is added, also of one deleted lately. Undefined: there was none of this sid. */
  placeOf(sid: string): number | undefined {
    return this.#live.get(sid)?.place ?? this.#deleted.get(sid);
  }
}
