import type { ZodType } from "zod";
import { apiErrorSchema, type ErrorCode } from "@/lib/contracts";

/** What a failed request is shown as: a code of the API's, or `network` when no answer came. */
export type FailureCode = ErrorCode | "network";

/** A request that did not succeed. Its `code` has a text at `errors.<code>`. */
export class RequestError extends Error {
  override name = "RequestError";
  readonly code: FailureCode;
  /** Seconds to wait, when the server said so. */
  readonly retryAfterSeconds: number | null;

  constructor(code: FailureCode, retryAfterSeconds: number | null = null) {
    super(code);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export interface RequestOptions {
  method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as a form; for next-auth's own routes. */
  form?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/** How long (ms) a question may take, its answer's body included. */
const limitMs = 10_000;

/** Asks our API, and checks the answer against `schema`. Throws {@link RequestError}. */
export async function request<T>(path: string, schema: ZodType<T>, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  const parsed = schema.safeParse(await answered(response.json(), options).catch(ifNoJson));
  if (!parsed.success) throw new RequestError("internal");
  return parsed.data;
}

/** Like {@link request}, when only success matters. */
export async function send(path: string, options: RequestOptions = {}): Promise<Response> {
  const limit = AbortSignal.timeout(limitMs);
  const asked = fetch(path, {
    method: options.method ?? "GET",
    cache: "no-store",
    ...content(options),
    signal: options.signal ? AbortSignal.any([options.signal, limit]) : limit,
  });
  const response = await answered(asked, options);
  if (!response.ok) throw await toError(response);
  return response;
}

/** A part of an answer; when it does not come that is the network's doing, unless the asker gave up. */
function answered<T>(part: Promise<T>, { signal }: RequestOptions): Promise<T> {
  return part.catch((error: unknown) => {
    if (signal?.aborted || error instanceof SyntaxError) throw error;
    throw new RequestError("network");
  });
}

function ifNoJson(error: unknown): undefined {
  if (!(error instanceof SyntaxError)) throw error;
}

function content({ body, form }: RequestOptions): RequestInit {
  if (form) return { body: new URLSearchParams(form) };
  if (body === undefined) return {};
  return { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
}

async function toError(response: Response): Promise<RequestError> {
  const parsed = apiErrorSchema.safeParse(await response.json().catch(() => undefined));
  const wait = Number(response.headers.get("Retry-After") ?? Number.NaN);
  return new RequestError(
    parsed.success ? parsed.data.error.code : "internal",
    Number.isFinite(wait) && wait > 0 ? Math.ceil(wait) : null,
  );
}

/** The code to show for anything thrown by a request. */
export function failureOf(error: unknown): FailureCode {
  return error instanceof RequestError ? error.code : "internal";
}
