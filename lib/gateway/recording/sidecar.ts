import { rename, writeFile } from "node:fs/promises";
import {
  type RecordingFacts,
  type RecordingStatus,
  recordingSources,
  recordingStatuses,
  recordingTracks,
} from "./facts";

/** What is kept about a recording beside its sound. `place`: a number that is higher for newer recordings. */
export interface Sidecar extends RecordingFacts {
  readonly place: number;
}

/** A recording as it is in the folder. `bytes`: of the file of its sound. */
export interface StoredRecording {
  sidecar: Sidecar;
  bytes: number;
}

/** The last moment that a `Date` can name. */
const MAX_TIME = 8.64e15;

/** Writes the file as a whole or not at all, readable for its owner alone. Rejects when the disk does not take it. */
export async function writeSidecar(path: string, sidecar: Sidecar): Promise<void> {
  const draft = `${path}.tmp`;
  await writeFile(draft, `${JSON.stringify(sidecar)}\n`, { mode: 0o600 });
  await rename(draft, path);
}

/** The facts in a file of this recording. Undefined: it has anything else in it. */
export function parseSidecar(text: string, sid: string): Sidecar | undefined {
  const value = parseObject(text);
  if (!value || value.sid !== sid) return undefined;
  const { callSid, conferenceSid, source, channels, track, status } = value;
  const { startedAt, createdAt, updatedAt, durationSeconds, errorCode, place } = value;
  if (!isSid(callSid, "CA") || (conferenceSid !== null && !isSid(conferenceSid, "CF"))) return undefined;
  if (!isOneOf(recordingSources, source) || !isOneOf(recordingTracks, track)) return undefined;
  if (!isOneOf<RecordingStatus>(recordingStatuses, status)) return undefined;
  if (channels !== 1 && channels !== 2) return undefined;
  if (!isNumber(startedAt, MAX_TIME) || !isNumber(createdAt, MAX_TIME)) return undefined;
  if (!isNumber(updatedAt, MAX_TIME) || !isNumber(durationSeconds, MAX_TIME)) return undefined;
  if (errorCode !== null && !isNumber(errorCode, 99_999)) return undefined;
  if (!isNumber(place, Number.MAX_SAFE_INTEGER)) return undefined;
  return {
    sid,
    callSid,
    conferenceSid,
    source,
    channels,
    track,
    status,
    startedAt,
    durationSeconds,
    createdAt,
    updatedAt,
    errorCode,
    place,
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isSid(value: unknown, prefix: string): value is string {
  return typeof value === "string" && value.startsWith(prefix) && /^..[0-9a-f]{32}$/.test(value);
}

function isOneOf<T extends string>(words: readonly T[], value: unknown): value is T {
  return words.some((word) => word === value);
}

function isNumber(value: unknown, most: number): value is number {
  return typeof value === "number" && value >= 0 && value <= most;
}
