import type { Cancel, Clock } from "./clock";
import type { JournalEntry, JournalEvent } from "./journal-events";

/** How much a journal keeps. What is older goes. */
export interface JournalLimits {
  entries: number;
  /** Of all entries as JSON, in characters: about the same as bytes. */
  size: number;
}

/** Some hundred calls, and not more memory than a few browser tabs' worth of text. */
export const USUAL_LIMITS: JournalLimits = { entries: 5_000, size: 8 * 1024 * 1024 };

/** Keeps nothing: for a gateway whose journal nobody can read. Listeners still get every entry. */
export const KEEP_NOTHING: JournalLimits = { entries: 0, size: 0 };

/** A longer text, such as the body of an answer, is cut. */
export const MAX_TEXT_LENGTH = 16 * 1024;

/** Learns of what happens to the journal, as it happens. Must not throw. */
export interface JournalListener {
  /** `json` is the entry as JSON, in one line. */
  added(entry: JournalEntry, json: string): void;
  cleared?(): void;
}

/**
 * Remembers the last things that happened, for the inspector.
 *
 * It may hold the parameters and signatures of webhooks, which the log never has: only who knows the control secret can
 * read it. Callers never add tokens, ICE passwords, SDP, the auth token or the secret of a key.
 */
export class Journal {
  readonly #kept: { entry: JournalEntry; json: string }[] = [];
  readonly #listeners = new Set<JournalListener>();
  #size = 0;
  #lastId = 0;

  constructor(
    readonly clock: Clock,
    readonly limits: JournalLimits = USUAL_LIMITS,
  ) {}

  /** Adds an event, which may not be kept. Returns its id, for a later event that refers to it. Never throws. */
  add(event: JournalEvent): number {
    this.#lastId += 1;
    if (this.limits.entries === 0 && this.#listeners.size === 0) return this.#lastId;
    const json = JSON.stringify({ id: this.#lastId, at: this.clock.now(), ...event }, cutText);
    // A copy: what the caller still changes, the journal does not show.
    const entry: JournalEntry = JSON.parse(json);
    this.#keep(entry, json);
    for (const listener of this.#listeners) listener.added(entry, json);
    return entry.id;
  }

  /** The entries that are kept, oldest first; only those after the one with the id `after`. */
  entries(after = 0): JournalEntry[] {
    return this.#kept.map(({ entry }) => entry).filter(({ id }) => id > after);
  }

  /** Calls the listener from now on, until cancelled. */
  on(listener: JournalListener): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets all entries. The ids go on. */
  clear(): void {
    this.#kept.length = 0;
    this.#size = 0;
    for (const listener of this.#listeners) listener.cleared?.();
  }

  #keep(entry: JournalEntry, json: string): void {
    this.#kept.push({ entry, json });
    this.#size += json.length;
    while (this.#kept.length > this.limits.entries || this.#size > this.limits.size) {
      const oldest = this.#kept.shift();
      if (!oldest) return;
      this.#size -= oldest.json.length;
    }
  }
}

function cutText(_key: string, value: unknown): unknown {
  if (typeof value !== "string" || value.length <= MAX_TEXT_LENGTH) return value;
  return `${value.slice(0, MAX_TEXT_LENGTH)}… (${value.length - MAX_TEXT_LENGTH} more characters)`;
}
