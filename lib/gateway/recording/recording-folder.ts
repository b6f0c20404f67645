import { type FileHandle, lstat, mkdir, mkdtemp, open, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WAV_HEADER_BYTES } from "../audio/wav-header";
import { type Log, reason } from "../base/log";
import { repairSound } from "./repair";
import { parseSidecar, type Sidecar, type StoredRecording, writeSidecar } from "./sidecar";

/** A sid of a recording. Nothing else becomes part of a path. */
export const recordingSid = /^RE[0-9a-f]{32}$/;

/** What was in a folder. `otherBytes`: of sound that no readable facts belong to. */
export interface FolderContents {
  recordings: StoredRecording[];
  otherBytes: number;
}

/** More than any sidecar has. */
const MAX_SIDECAR_BYTES = 64 * 1024;

/** The folder of the recordings: for each a WAV file, and its facts beside it. All are readable for their owner alone. */
export class RecordingFolder {
  private constructor(
    readonly path: string,
    readonly isTemporary: boolean,
    readonly log: Log,
  ) {}

  /**
   * Makes the folder if there is none. `path` undefined: a temporary one, which `close` removes.
   * Rejects with an error that names the folder when it cannot be used.
   */
  static async open(path: string | undefined, log: Log): Promise<RecordingFolder> {
    if (path === undefined) {
      return new RecordingFolder(await mkdtemp(join(tmpdir(), "voice-gateway-recordings-")), true, log);
    }
    try {
      await mkdir(path, { recursive: true, mode: 0o700 });
      return new RecordingFolder(path, false, log);
    } catch (cause) {
      throw new Error(`the folder of the recordings cannot be used: ${reason(cause)}`, { cause });
    }
  }

  wavPath(sid: string): string {
    return join(this.path, `${sid}.wav`);
  }

  /** Writes the facts of a recording, and makes the file of its sound. Rejects when either cannot be done. */
  async create(sidecar: Sidecar): Promise<FileHandle> {
    // In this order: sound whose call nobody knows could not be shown.
    await this.save(sidecar);
    return open(this.wavPath(sidecar.sid), "wx", 0o600);
  }

  save(sidecar: Sidecar): Promise<void> {
    return writeSidecar(this.#sidecarPath(sidecar.sid), sidecar);
  }

  async removeSound(sid: string): Promise<void> {
    await rm(this.wavPath(sid), { force: true });
  }

  async remove(sid: string): Promise<void> {
    await this.removeSound(sid);
    await rm(this.#sidecarPath(sid), { force: true });
  }

  /** Reads everything, and corrects what a kill has left. What cannot be read is named in the log, and stays as it is. */
  async read(): Promise<FolderContents> {
    const entries = await readdir(this.path, { withFileTypes: true });
    const names = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
    const contents: FolderContents = { recordings: [], otherBytes: 0 };
    for (const name of names) {
      const [, sid = "", ending] = /^(\w+)\.(json|wav|json\.tmp)$/.exec(name) ?? [];
      if (!recordingSid.test(sid)) continue;
      if (ending === "json.tmp") await this.#attempt(name, () => rm(join(this.path, name)));
      if (ending === "wav" && !names.has(`${sid}.json`)) await this.#countOther(sid, contents);
      if (ending === "json") {
        const stored = await this.#attempt(name, () => this.#readOne(sid));
        if (stored) contents.recordings.push(stored);
        else await this.#countOther(sid, contents);
      }
    }
    contents.recordings.sort((one, other) => one.sidecar.place - other.sidecar.place);
    return contents;
  }

  /** Removes the folder if it is temporary. */
  async close(): Promise<void> {
    if (this.isTemporary) await rm(this.path, { recursive: true, force: true });
  }

  async #readOne(sid: string): Promise<StoredRecording | undefined> {
    const path = this.#sidecarPath(sid);
    if ((await lstat(path)).size > MAX_SIDECAR_BYTES) return undefined;
    const found = parseSidecar(await readFile(path, "utf8"), sid);
    if (!found) return undefined;
    const wav = await lstat(this.wavPath(sid)).catch(() => undefined);
    const repaired = await repairSound(this.wavPath(sid), found, wav?.isFile() ? wav.size : 0);
    if (repaired.sidecar !== found) {
      await this.save(repaired.sidecar);
      this.log(sid, `the recording was not ended; now it is ${repaired.sidecar.status}`);
    }
    if (repaired.sidecar.status === "absent") await this.removeSound(sid);
    return repaired;
  }

  /** Sound without readable facts is not shown, and not deleted either. */
  async #countOther(sid: string, contents: FolderContents): Promise<void> {
    const wav = await lstat(this.wavPath(sid)).catch(() => undefined);
    if (wav && wav.size > WAV_HEADER_BYTES) contents.otherBytes += wav.size;
    this.log(sid, "the facts of this recording cannot be read; its files stay in the folder");
  }

  async #attempt<T>(name: string, task: () => Promise<T>): Promise<T | undefined> {
    try {
      return await task();
    } catch (error) {
      this.log("recordings", `${name}: ${reason(error)}`);
      return undefined;
    }
  }

  #sidecarPath(sid: string): string {
    return join(this.path, `${sid}.json`);
  }
}
