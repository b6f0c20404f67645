import type { RecordingFacts } from "./facts";
import type { Recording } from "./recording";

/** A recording that the store knows. */
export interface RecordingEntry {
  /** Higher for newer ones. */
  readonly place: number;
  /** The last facts that are in the folder; a recording that is being made has newer ones. */
  facts: RecordingFacts;
  /** What its file takes, or may take. */
  bytes: number;
  /** While it is being made. */
  live: Recording | undefined;
}

/** Which recordings are shown. */
export interface RecordingFilter {
  callSid?: string | undefined;
  conferenceSid?: string | undefined;
}

/** How many deleted recordings keep their places, since a client may be in the middle of the list there. */
const MAX_DELETED = 1_000;

/** The recordings by their sids, in the order of their beginning. */
export class RecordingEntries {
  readonly #entries = new Map<string, RecordingEntry>();
  readonly #deletedPlaces = new Map<string, number>();
  #lastPlace = 0;

  get count(): number {
    return this.#entries.size;
  }

  /** The place of the next one. */
  nextPlace(): number {
    return this.#lastPlace + 1;
  }

  add(entry: RecordingEntry): void {
    this.#entries.set(entry.facts.sid, entry);
    this.#lastPlace = Math.max(this.#lastPlace, entry.place);
  }

  get(sid: string): RecordingEntry | undefined {
    return this.#entries.get(sid);
  }

  /** Those that fit, the newest first. */
  list({ callSid, conferenceSid }: RecordingFilter): RecordingEntry[] {
    return [...this.#entries.values()]
      .filter(({ facts }) => callSid === undefined || facts.callSid === callSid)
      .filter(({ facts }) => conferenceSid === undefined || facts.conferenceSid === conferenceSid)
      .reverse();
  }

  /** Removes one, and returns it. Undefined: there is none. */
  delete(sid: string): RecordingEntry | undefined {
    const entry = this.#entries.get(sid);
    if (!entry) return undefined;
    this.#entries.delete(sid);
    this.#deletedPlaces.set(sid, entry.place);
    const [oldest] = this.#deletedPlaces.keys();
    if (oldest !== undefined && this.#deletedPlaces.size > MAX_DELETED) this.#deletedPlaces.delete(oldest);
    return entry;
  }

  /** The place of a recording, also of one deleted lately. */
  placeOf(sid: string): number | undefined {
    return this.#entries.get(sid)?.place ?? this.#deletedPlaces.get(sid);
  }
}
