import "server-only";
import { unstable_rethrow } from "next/navigation";
import type { ZodType } from "zod";
import { isDatabaseUnavailable } from "@/lib/db/unavailable";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { logError } from "../log";

/** The most (bytes) that a request of ours may carry. */
const bodyLimit = 16 * 1024;

/** What Next gives the handler of a route with a `[name]` in its path. */
export interface RouteParams<Name extends string> {
  params: Promise<Record<Name, string>>;
}

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

/**
 * A route handler with the project's manners: errors become `{ error: { code, message } }`, and a request that
 * changes something must come from our own pages.
 *
 * `signed` lifts that last rule, for webhooks: they prove themselves by signature.
 */
export function handle<Context>(
  work: Handler<Context>,
  options: { signed?: boolean } = {},
): Handler<Context> {
  return async (request, context) => {
    try {
      if (!options.signed) requireSameOrigin(request);
      return await work(request, context);
    } catch (error) {
      // Next's own signals (redirect, "this needs a request") travel as errors.
      unstable_rethrow(error);
      return errorResponse(error, `${request.method} ${new URL(request.url).pathname}`);
    }
  };
}

/** A JSON answer that no cache keeps. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { "Cache-Control": "no-store" } });
}

/** The answer where there is nothing to say. */
export function noContent(): Response {
  return new Response(null, { status: 204, headers: { "Cache-Control": "no-store" } });
}

/** The answer to a hint: taken note of, nothing promised. */
export function accepted(): Response {
  return new Response(null, { status: 202, headers: { "Cache-Control": "no-store" } });
}

/**
 * The request's JSON body in the form of `schema`, whatever its content type (`sendBeacon` sends text).
 *
 * Throws `bad_request` or `payload_too_large`.
 */
export async function readJson<T>(request: Request, schema: ZodType<T>): Promise<T> {
  const text = await readText(request, bodyLimit);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new AppError("bad_request", { cause });
  }
  return parse(schema, body);
}

/** `value` in the form of `schema`, or `bad_request`. */
export function parse<T>(schema: ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new AppError("bad_request", { cause: parsed.error });
  return parsed.data;
}

/** The request's body as text. Stops reading at `limit` bytes and throws `payload_too_large`. */
export async function readText(request: Request, limit: number): Promise<string> {
  if (Number(request.headers.get("content-length")) > limit) throw new AppError("payload_too_large");
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw new AppError("payload_too_large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * Refuses a state-changing request that another site's page made. Browsers send `Origin` with each of those;
 * a client without one is not a browser, so nobody's cookie can be misused through it.
 */
function requireSameOrigin(request: Request): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const origin = request.headers.get("origin");
  if (origin !== null && !env().origins.has(origin)) throw new AppError("forbidden");
}

function errorResponse(error: unknown, where: string): Response {
  const answer = toAppError(error);
  if (answer.status >= 500) logError(where, error);
  const response = json(answer.toBody(), answer.status);
  if (answer.retryAfterSeconds !== undefined) {
    response.headers.set("Retry-After", String(answer.retryAfterSeconds));
  }
  return response;
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError(isDatabaseUnavailable(error) ? "unavailable" : "internal", { cause: error });
}
