import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { readRange } from "../base/byte-range";
import { mixedToMono } from "../recording/mono";
import type { RecordingStore } from "../recording/recording-store";
import type { RestRequest } from "./resource";
import { invalid, notFound, type RestReply, restError } from "./rest-reply";

/** What a path to the sound of a recording names. `ending`: `.wav`, `.mp3` or nothing. */
export interface MediaPath {
  accountSid: string;
  sid: string;
  ending: string;
}

/** Twilio's type for WAV (https://www.twilio.com/docs/voice/api/recording#fetch-a-recording-media-file). */
const TYPE = "audio/x-wav";

/** Reads a path such as `/2010-04-01/Accounts/AC…/Recordings/RE….wav`. Undefined: it is no path to sound. */
export function readMediaPath(path: string): MediaPath | undefined {
  const form = /^\/2010-04-01\/Accounts\/([^/]+)\/Recordings\/(\w+)(\.wav|\.mp3)?$/;
  const [, accountSid, sid, ending = ""] = form.exec(path) ?? [];
  return accountSid === undefined || sid === undefined ? undefined : { accountSid, sid, ending };
}

/**
 * The sound of a recording, or a range of it. `RequestedChannels=1` mixes two channels into one.
 * A recording that has just ended is waited for.
 */
export async function recordingMedia(
  recordings: RecordingStore,
  { message, method, path, query }: RestRequest,
  { sid, ending }: MediaPath,
): Promise<RestReply> {
  if (method !== "GET" && method !== "HEAD") return restError(20004);
  if (ending === ".mp3") {
    return restError(20404, `${path} was not found: this gateway has recordings as .wav, and not as .mp3`);
  }
  if (recordings.get(sid)?.status === "processing") await recordings.live(sid)?.ended;
  const [facts, file] = [recordings.get(sid), recordings.file(sid)];
  if (!facts || !file) return notFound(path);
  const wanted = query.get("RequestedChannels") ?? String(facts.channels);
  if (wanted !== "1" && wanted !== String(facts.channels)) {
    return invalid(`RequestedChannels is ${facts.channels === 1 ? "1" : "1 or 2"} for this recording`);
  }
  const mono = wanted === "1" && facts.channels === 2 ? mixedToMono(file) : undefined;
  const length = mono?.bytes ?? file.bytes;
  const headers = { "Content-Type": TYPE, "Accept-Ranges": "bytes", "X-Content-Type-Options": "nosniff" };
  // There is no validator that If-Range could name, so it cannot match.
  const asked = message.headers["if-range"] === undefined ? message.headers.range : undefined;
  const range = readRange(asked, length);
  if (range === "unsatisfiable") {
    return {
      status: 416,
      headers: { ...headers, "Content-Range": `bytes */${length}`, "Content-Length": "0" },
    };
  }
  const { start, end } = range ?? { start: 0, end: length - 1 };
  const stream =
    method === "HEAD"
      ? Readable.from([])
      : (mono?.read(start, end) ?? createReadStream(file.path, { start, end }));
  return {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      "Content-Length": String(end - start + 1),
      ...(range ? { "Content-Range": `bytes ${start}-${end}/${length}` } : {}),
    },
    stream,
  };
}
