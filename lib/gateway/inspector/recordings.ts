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
  if (part === "none") {
    return {
      ...plain(416, "The recording is shorter."),
      headers: { "Content-Range": `bytes */${file.length}` },
    };
  }
  return {
    status: 206,
    type,
    body: file.subarray(part.first, part.last + 1),
    headers: {
      "Accept-Ranges": "bytes",
      "Content-Range": `bytes ${part.first}-${part.last}/${file.length}`,
    },
  };
}

/** One range of RFC 9110, 14.1.2. Undefined: the whole is wanted, or the header cannot be understood and is ignored. */
function readRange(
  header: string | undefined,
  length: number,
): { first: number; last: number } | "none" | undefined {
  const [, from = "", to = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (from === "" && to === "") return undefined;
  // `-500`: the last 500 bytes.
  const first = from === "" ? Math.max(0, length - Number(to)) : Number(from);
  const last = from === "" || to === "" ? length - 1 : Math.min(Number(to), length - 1);
  return first > last ? "none" : { first, last };
}
