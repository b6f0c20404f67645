import type { Clock } from "../base/clock";
import { newKeySecret, newSid } from "../base/sid";
import { type AccountRecord, Records } from "./records";

/** An API key: it signs access tokens, and opens the REST interface except for accounts and keys. */
export interface ApiKey extends AccountRecord {
  readonly secret: string;
  readonly friendlyName: string;
}

/** The live API keys of the account. */
export class ApiKeys {
  readonly #keys = new Records<ApiKey>();

  constructor(readonly clock: Clock) {}

  get isFull(): boolean {
    return this.#keys.isFull;
  }

  get(sid: string): ApiKey | undefined {
    return this.#keys.get(sid);
  }

  /** Where one stands among the others, as `Records` numbers them. */
  placeOf(sid: string): number | undefined {
    return this.#keys.placeOf(sid);
  }

  /** All keys, the newest first. */
  list(): ApiKey[] {
    return this.#keys.list();
  }

  /** Makes a key with a random secret. */
  create(friendlyName: string): ApiKey {
    return this.add({ sid: newSid("SK"), secret: newKeySecret(), friendlyName });
  }

  /** Adds a key that has a sid and a secret already. */
  add(given: Pick<ApiKey, "sid" | "secret" | "friendlyName">): ApiKey {
    const now = this.clock.now();
    const key = { ...given, createdAt: now, updatedAt: now };
    this.#keys.set(key);
    return key;
  }

  rename(key: ApiKey, friendlyName: string): ApiKey {
    const renamed = { ...key, friendlyName, updatedAt: this.clock.now() };
    this.#keys.set(renamed);
    return renamed;
  }

  /** From now on its secret is worth nothing. False when there is no such key. */
  delete(sid: string): boolean {
    return this.#keys.delete(sid);
  }

  /** Deletes all of them. */
  clear(): void {
    this.#keys.clear();
  }
}
