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

/** The resources of one kind, by sid, in the order of their creation. */
export class Records<T extends AccountRecord> {
  readonly #bySid = new Map<string, T>();

  /** Whether no more can be added. */
  get isFull(): boolean {
    return this.#bySid.size >= MAX_RECORDS;
  }

  get(sid: string): T | undefined {
    return this.#bySid.get(sid);
  }

  /** All of them, the newest first. */
  list(): T[] {
    return [...this.#bySid.values()].reverse();
  }

  /** Adds a record, or replaces the one of the same sid in its place. */
  set(record: T): void {
    this.#bySid.set(record.sid, record);
  }

  /** Removes a record. False when there is none of this sid. */
  delete(sid: string): boolean {
    return this.#bySid.delete(sid);
  }
}
