import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RecordingRequest } from "../recording/facts";
import type { Recording } from "../recording/recording";
import { RecordingStore, type RecordingStoreOptions } from "../recording/recording-store";
import { FakeClock } from "./clock";
import { type ReadWav, readWav, toneFrame } from "./sound";

/** A recording of one channel of a call, as a test wants it. */
export function request(changes: Partial<RecordingRequest> = {}): RecordingRequest {
  return {
    callSid: `CA${"a1".repeat(16)}`,
    conferenceSid: null,
    source: "RecordVerb",
    channels: 1,
    track: "both",
    trim: "do-not-trim",
    ...changes,
  };
}

/** Stores of recordings in one folder, which can be opened again and again. */
export class RecordingRig {
  readonly base = mkdtempSync(join(tmpdir(), "recording-test-"));
  /** Does not exist before the first store. */
  readonly folder = join(this.base, "kept", "recordings");
  readonly clock = new FakeClock();
  readonly lines: string[] = [];
  readonly #stores: RecordingStore[] = [];

  async open(changes: Partial<RecordingStoreOptions> = {}): Promise<RecordingStore> {
    const { folder, clock } = this;
    const log = (about: string, what: string) => this.lines.push(`${about}: ${what}`);
    const store = await RecordingStore.open({ folder, clock, log, ...changes });
    this.#stores.push(store);
    return store;
  }

  /** The length of the file of a recording, header included. */
  bytes(sid: string): number {
    return statSync(join(this.folder, `${sid}.wav`)).size;
  }

  /** What is in the file of a recording. */
  wav(sid: string): ReadWav {
    return readWav(readFileSync(join(this.folder, `${sid}.wav`)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#stores.map((store) => store.close()));
    rmSync(this.base, { recursive: true, force: true });
  }
}

/** Begins a recording. Throws when there is no room for it. */
export function mustBegin(store: RecordingStore, changes: Partial<RecordingRequest> = {}): Recording {
  const recording = store.begin(request(changes));
  if (!recording) throw new Error("no room for another recording");
  return recording;
}

/** Writes frames `from` to `to` (exclusive) of a tone. */
export function writeTone(recording: Recording, from: number, to: number): void {
  for (let index = from; index < to; index += 1) recording.write(toneFrame(index));
}
