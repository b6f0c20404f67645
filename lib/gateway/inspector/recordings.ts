import { readRange } from "../base/byte-range";
import { type PageReply, plain } from "./respond";

/** The WAV file of a recording; undefined: there is none of this sid, or it has no sound yet. */
export type RecordingFile = (recordingSid: string) => Promise<Buffer | undefined>;

/** The sid in the path of a recording. */
const PATH = /^\/inspector\/recordings\/(RE[0-9a-f]{32})\.wav$/;

/** Answers for a recording, in whole or, as players ask when one seeks, in part. */
export async function recordingReply(
  path: string,
  range: string | undefined,
  recordingFile: RecordingFile,
): Promise<PageReply> {
  const sid = PATH.exec(path)?.[1];
  const file = sid === undefined ? undefined : await recordingFile(sid);
  if (!file) return plain(404, "Not found.");
  const type = "audio/wav";
  const part = readRange(range, file.length);
  if (part === undefined) {
    return { status: 200, type, body: file, headers: { "Accept-Ranges": "bytes" } };
  }
  if (part === "unsatisfiable") {
    return {
      ...plain(416, "The recording is shorter."),
      headers: { "Content-Range": `bytes */${file.length}` },
    };
  }
  return {
    status: 206,
    type,
    body: file.subarray(part.start, part.end + 1),
    headers: {
      "Accept-Ranges": "bytes",
      "Content-Range": `bytes ${part.start}-${part.end}/${file.length}`,
    },
  };
}
