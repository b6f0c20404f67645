import "server-only";

/** The first and last byte that are wanted. */
interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * An answer with a WAV file, or the part of it that the request's `Range` asks for (206, or 416 if there is no such part).
 * Players ask for parts to jump, and Safari plays nothing without them. No cache keeps it. `name`: it is saved as a file with
 * this name; undefined: it is played.
 */
export function sound(request: Request, file: Buffer, name?: string): Response {
  const range = readRange(request.headers.get("range"), file.length);
  const headers = {
    "Content-Type": "audio/wav",
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Disposition": name === undefined ? "inline" : `attachment; filename="${name}"`,
  };
  if (range === "unsatisfiable") {
    return new Response(null, {
      status: 416,
      headers: { ...headers, "Content-Range": `bytes */${file.length}` },
    });
  }
  const { start, end } = range ?? { start: 0, end: file.length - 1 };
  const part = new Uint8Array(file.subarray(start, end + 1));
  return new Response(part, {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      "Content-Length": String(part.length),
      ...(range ? { "Content-Range": `bytes ${start}-${end}/${file.length}` } : {}),
    },
  });
}

/**
 * Which bytes of `length` a header `Range` asks for (RFC 9110, section 14.2). Undefined: all of them, since there is no
 * header, or one that may be passed over: of several ranges, or of another form. "unsatisfiable": none that exist.
 */
export function readRange(header: string | null, length: number): ByteRange | "unsatisfiable" | undefined {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  if (first === "") {
    // The last bytes, so many.
    const wanted = Math.min(Number(last), length);
    return wanted === 0 ? "unsatisfiable" : { start: length - wanted, end: length - 1 };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return undefined;
  return start >= length
    ? "unsatisfiable"
    : { start, end: last === "" ? length - 1 : Math.min(Number(last), length - 1) };
}
