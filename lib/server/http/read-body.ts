import "server-only";
import * as z from "zod/mini";
import { issueCode } from "@/lib/contracts";
import { AppError } from "@/lib/errors";

/** The largest body (bytes) that the pages' own requests may carry. */
export const bodyLimit = 16 * 1024;

/**
 * The request's JSON body, checked by `schema`. The content type does not matter, since `sendBeacon` sends text.
 *
 * Throws `bad_request` or `payload_too_large`.
 */
export async function readJson<T>(request: Request, schema: z.core.$ZodType<T>): Promise<T> {
  const text = await readText(request, bodyLimit);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new AppError("bad_request", { cause });
  }
  return parse(schema, body);
}

/** `value`, checked by `schema`. Throws `bad_request`, or the code that the schema gives (see `issueCode`). */
export function parse<T>(schema: z.core.$ZodType<T>, value: unknown): T {
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) throw new AppError(issueCode(parsed.error) ?? "bad_request", { cause: parsed.error });
  return parsed.data;
}

/** The request's body as text, as {@link readBytes} reads it. */
export async function readText(request: Request, limit: number): Promise<string> {
  return (await readBytes(request, limit)).toString("utf8");
}

/**
 * The request's body. Stops reading at `limit` bytes and throws `payload_too_large`. Throws `bad_request` if the client
 * leaves before its body is whole, as a page does that is closed: that is no fault of the server.
 */
export async function readBytes(request: Request, limit: number): Promise<Buffer> {
  if (Number(request.headers.get("content-length")) > limit) throw new AppError("payload_too_large");
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > limit) throw new AppError("payload_too_large");
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof AppError ? error : new AppError("bad_request", { cause: error });
  }
  return Buffer.concat(chunks);
}
