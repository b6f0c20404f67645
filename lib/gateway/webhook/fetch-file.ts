import type { HttpMethod } from "./send-request";

/** A file as a server gave it. */
export interface FetchedFile {
  status: number;
  /** Without its parameters, in lower case; empty: the server named none. */
  contentType: string;
  body: Buffer;
}

/** How long a server may take for all of a file. */
const TOTAL_MS = 30_000;

/**
 * Fetches a file of the application, and follows redirects, as Twilio does for what it plays.
 *
 * Rejects when there is no answer in time, when it is longer than `maxBytes`, and when `signal` aborts.
 */
export async function fetchFile(
  url: string,
  method: HttpMethod,
  maxBytes: number,
  signal: AbortSignal,
): Promise<FetchedFile> {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.any([signal, AbortSignal.timeout(TOTAL_MS)]),
  });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw new Error(`a file of more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  const contentType = (response.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  return { status: response.status, contentType, body: Buffer.concat(chunks) };
}
