/** The first and last byte that are wanted. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Which bytes of `length` a header `Range` asks for (RFC 9110, section 14.2). Undefined: all of them, since there is no
 * header, or one that may be passed over: of several ranges, or of another form. "unsatisfiable": none that exist.
 */
export function readRange(
  header: string | undefined,
  length: number,
): ByteRange | "unsatisfiable" | undefined {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  if (first === "") {
    // The last bytes, so many.
    const wanted = Math.min(Number(last), length);
    return wanted === 0 ? "unsatisfiable" : { start: length - wanted, end: length - 1 };
  }
  const start = Number(first);
  const end = last === "" ? length - 1 : Math.min(Number(last), length - 1);
  if (last !== "" && Number(last) < start) return undefined;
  return start >= length ? "unsatisfiable" : { start, end };
}
