import { WAV_HEADER_BYTES } from "../audio/wav-header";
import type { Clock } from "../base/clock";
import { type Log, reason } from "../base/log";
import { newSid } from "../base/sid";
import type { RecordingFacts, RecordingRequest } from "./facts";
import { Recording, type RecordingKeeper } from "./recording";
import { RecordingEntries, type RecordingEntry, type RecordingFilter } from "./recording-entries";
import { RecordingFolder } from "./recording-folder";

/** Where recordings are kept, and how many. */
export interface RecordingStoreOptions {
  /** Undefined: a temporary folder, which `close` removes. */
  folder: string | undefined;
  clock: Clock;
  log: Log;
  /** All files of sound together. */
  maxBytes?: number;
  maxRecordings?: number;
}

/** 18 hours of one channel. */
const MAX_BYTES = 1024 * 1024 * 1024;
const MAX_RECORDINGS = 10_000;

/** All recordings: those being made, and those in the folder. */
export class RecordingStore {
  readonly #entries = new RecordingEntries();
  /** Deletions on their way to the disk. */
  readonly #removals = new Set<Promise<void>>();
  #usedBytes = 0;
  #closed: Promise<void> | undefined;

  private constructor(
    readonly options: RecordingStoreOptions,
    readonly folder: RecordingFolder,
  ) {}

  /**
   * Makes the folder if there is none, reads what is there, and ends the recordings that a kill has interrupted.
   * Rejects with an error that names the folder when it cannot be used.
   */
  static async open(options: RecordingStoreOptions): Promise<RecordingStore> {
    const folder = await RecordingFolder.open(options.folder, options.log);
    const { recordings, otherBytes } = await folder.read();
    const store = new RecordingStore(options, folder);
    store.#usedBytes = otherBytes;
    for (const { sidecar, bytes } of recordings) {
      const { place, ...facts } = sidecar;
      store.#entries.add({ place, facts, bytes, live: undefined });
      store.#usedBytes += bytes;
    }
    return store;
  }

  /** Begins a recording. Undefined: there are as many as may be, or as many bytes; it counts as `absent`. Never throws. */
  begin(request: RecordingRequest): Recording | undefined {
    if (this.#closed) return undefined;
    const { log, maxBytes = MAX_BYTES, maxRecordings = MAX_RECORDINGS } = this.options;
    if (this.#entries.count >= maxRecordings) {
      log(request.callSid, `not recorded: there are ${maxRecordings} recordings already; delete some`);
      return undefined;
    }
    if (this.#usedBytes + WAV_HEADER_BYTES >= maxBytes) {
      log(request.callSid, `not recorded: the recordings have ${maxBytes} bytes already; delete some`);
      return undefined;
    }
    const sid = newSid("RE");
    const place = this.#entries.nextPlace();
    const recording = new Recording(sid, request, this.#keeperOf(sid, place));
    this.#usedBytes += WAV_HEADER_BYTES;
    this.#entries.add({ place, facts: recording.facts(), bytes: WAV_HEADER_BYTES, live: recording });
    return recording;
  }

  /** What there is to say about a recording. Undefined: there is none of this sid. */
  get(sid: string): RecordingFacts | undefined {
    const entry = this.#entries.get(sid);
    return entry && factsOf(entry);
  }

  /** Those of a call or a conference, or all of them, the newest first. */
  list(filter: RecordingFilter = {}): RecordingFacts[] {
    return this.#entries.list(filter).map(factsOf);
  }

  /** A number that is higher for newer recordings, known also of those deleted lately. */
  placeOf(sid: string): number | undefined {
    return this.#entries.placeOf(sid);
  }

  /** The recording, from its beginning until its sound can be read. */
  live(sid: string): Recording | undefined {
    return this.#entries.get(sid)?.live;
  }

  /** The newest recording of a call that has not ended. */
  current(callSid: string): Recording | undefined {
    const running = this.#entries.list({ callSid }).find((entry) => isRunning(factsOf(entry)));
    return running?.live;
  }

  /** The file of a completed recording. `bytes`: its length, header included. */
  file(sid: string): { path: string; bytes: number } | undefined {
    const entry = this.#entries.get(sid);
    if (!entry || entry.live || entry.facts.status !== "completed") return undefined;
    return { path: this.folder.wavPath(sid), bytes: entry.bytes };
  }

  /** Deletes a recording, also one that is being made, which ends then. False: there is none of this sid. */
  delete(sid: string): boolean {
    const entry = this.#entries.delete(sid);
    if (!entry) return false;
    this.#usedBytes -= entry.bytes;
    entry.live?.stop();
    const removal = this.#remove(sid, entry.live);
    this.#removals.add(removal);
    void removal.finally(() => this.#removals.delete(removal));
    return true;
  }

  /** Ends the recordings that are being made, and waits until everything is on the disk. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const live = this.#entries.list({}).flatMap((entry) => entry.live ?? []);
    for (const recording of live) recording.stop();
    await Promise.all(live.map(({ ended }) => ended));
    await Promise.all(this.#removals);
    await this.folder.close().catch((error: unknown) => this.options.log("recordings", reason(error)));
  }

  async #remove(sid: string, live: Recording | undefined): Promise<void> {
    try {
      await live?.ended;
      await this.folder.remove(sid);
    } catch (error) {
      this.options.log(sid, `the recording cannot be deleted: ${reason(error)}`);
    }
  }

  #keeperOf(sid: string, place: number): RecordingKeeper {
    const { clock, log } = this.options;
    return {
      now: () => clock.now(),
      open: (facts) => this.folder.create({ ...facts, place }),
      reserve: (bytes) => this.#reserve(sid, bytes),
      failed: (error) => log(sid, `the recording ends, since it cannot be written: ${reason(error)}`),
      ended: (facts, dataBytes) => this.#ended(facts, place, dataBytes),
      discard: () => {
        this.delete(sid);
      },
    };
  }

  #reserve(sid: string, bytes: number): boolean {
    const { log, maxBytes = MAX_BYTES } = this.options;
    const entry = this.#entries.get(sid);
    if (!entry) return false;
    if (this.#usedBytes + bytes > maxBytes) {
      log(sid, `the recording ends: the recordings have ${maxBytes} bytes already; delete some`);
      return false;
    }
    entry.bytes += bytes;
    this.#usedBytes += bytes;
    return true;
  }

  async #ended(facts: RecordingFacts, place: number, dataBytes: number): Promise<void> {
    const { sid } = facts;
    try {
      if (dataBytes === 0) await this.folder.removeSound(sid);
      await this.folder.save({ ...facts, place });
    } catch (error) {
      // The folder has an earlier state then, which the next start corrects.
      this.options.log(sid, `the end of the recording cannot be noted: ${reason(error)}`);
    }
    const entry = this.#entries.get(sid);
    if (!entry) return;
    const bytes = dataBytes === 0 ? 0 : WAV_HEADER_BYTES + dataBytes;
    this.#usedBytes += bytes - entry.bytes;
    entry.bytes = bytes;
    entry.facts = facts;
    entry.live = undefined;
  }
}

function factsOf({ live, facts }: RecordingEntry): RecordingFacts {
  return live?.facts() ?? facts;
}

function isRunning({ status }: RecordingFacts): boolean {
  return status === "in-progress" || status === "paused";
}
