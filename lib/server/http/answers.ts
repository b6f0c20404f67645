import "server-only";
import { createHash } from "node:crypto";
import { isDatabaseNotMigrated, isDatabaseUnavailable } from "@/lib/db/unavailable";
import { EnvError } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { logError } from "../log";

/** No answer of the API may be kept by a cache: each is about one person, or about now. */
const noStore = { "Cache-Control": "no-store" };

/** An answer with a JSON body. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: noStore });
}

/**
 * An answer with a JSON body and a tag of it; 304 without a body if the request already has a body with this tag
 * (RFC 9110, 13.1.2). No cache keeps it (`no-store`): the page itself does (`lib/http`), and asks again and again.
 *
 * The tag is weak, since a proxy that compresses the body would change a strong one.
 */
export function jsonWithTag(request: Request, body: unknown): Response {
  const text = JSON.stringify(body);
  const tag = `"${createHash("sha256").update(text).digest("base64url").slice(0, tagLength)}"`;
  const headers = { ...noStore, ETag: `W/${tag}` };
  if (hasTag(request.headers.get("If-None-Match") ?? "", tag)) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(text, { headers: { ...headers, "Content-Type": "application/json" } });
}

/** How many letters a tag has, six bits in each. */
const tagLength = 27;

/** Whether a list of tags, weak or strong, has this one. */
function hasTag(list: string, tag: string): boolean {
  return list.split(",").some((one) => one.trim().replace(/^W\//, "") === tag);
}

/** An answer that the browser keeps as a file of that name: letters, digits and `._-` only. */
export function download(name: string, type: string, body: ReadableStream<Uint8Array>): Response {
  const headers = {
    ...noStore,
    "Content-Type": type,
    "Content-Disposition": `attachment; filename="${name}"`,
  };
  return new Response(body, { headers });
}

/** 204: success, without a body. */
export function noContent(): Response {
  return new Response(null, { status: 204, headers: noStore });
}

/** The answer with a `Set-Cookie` line more, if there is one. */
export function withCookie(response: Response, line: string | null): Response {
  if (line !== null) response.headers.append("Set-Cookie", line);
  return response;
}

/** The answer with more `Set-Cookie` lines. */
export function withCookies(response: Response, lines: readonly string[]): Response {
  for (const line of lines) withCookie(response, line);
  return response;
}

/** 202: a hint has been received. It promises nothing. */
export function accepted(): Response {
  return new Response(null, { status: 202, headers: noStore });
}

/** An answer with an XML body: TwiML. */
export function xml(body: string): Response {
  return new Response(body, { headers: { "Content-Type": "text/xml", ...noStore } });
}

/**
 * The answer to a request that failed: `{ error: { code, message } }` and the code's status.
 *
 * An error that is not an {@link AppError} becomes `unavailable` (503) if the database is out of reach, `not_configured`
 * (503) if the configuration is wrong or the database is not migrated, else `internal` (500). It is logged under
 * `where`. Nothing of it is sent but the names of wrong settings.
 */
export function errorAnswer(error: unknown, where: string): Response {
  const known = toAppError(error);
  if (known.status >= 500) logError(where, error);
  const response = json(known.toBody(), known.status);
  if (known.retryAfterSeconds !== undefined) {
    response.headers.set("Retry-After", String(known.retryAfterSeconds));
  }
  return response;
}

/** Names each wrong setting and what is wrong with it. An {@link EnvError} shows no value. */
export function notConfigured(error: EnvError): AppError {
  return new AppError("not_configured", {
    message: `The configuration is not complete: ${error.problems.join("; ")}`,
    cause: error,
  });
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof EnvError) return notConfigured(error);
  if (isDatabaseNotMigrated(error)) {
    return new AppError("not_configured", {
      message: "The database's tables are not those of this version: run the migrations.",
      cause: error,
    });
  }
  return new AppError(isDatabaseUnavailable(error) ? "unavailable" : "internal", { cause: error });
}
