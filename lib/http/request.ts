import type { ZodMiniType } from "zod/mini";
import { apiErrorSchema, forWhomHeader } from "@/lib/contracts";
import { HttpError } from "./failure";
import { heldReads } from "./hold";
import { pagePerson, reportPersonChange } from "./person";
import { retryAfterSeconds } from "./retry-after";
import { createTaggedAnswers } from "./tagged-answers";

/** How to send a request. By default: GET, without a body, at most 10 s. */
export interface RequestOptions {
  method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Sent as JSON; a Blob as it is, under its own type. */
  body?: unknown;
  /** Sent as a form; for next-auth's own routes. */
  form?: Record<string, string>;
  /** Aborts the request. */
  signal?: AbortSignal | undefined;
  /** How long (ms) the request may take, its answer's body included; null: as long as it does, for an endless answer. */
  limitMs?: number | null;
  /** The request outlives the page. */
  keepalive?: boolean;
  /** A status that counts as success although it is none by HTTP, such as 503 of a health check. */
  answerStatus?: number;
  /** For whoever is signed in now, and not only for the person for whom the page was opened. */
  forAnybody?: boolean;
}

const defaultLimitMs = 10_000;

/**
 * Requests our API, and checks the body of the response against `schema`. Throws {@link HttpError}, or the reason of
 * `signal` when that aborts.
 *
 * An answer with a tag is kept. If the server says that it is still the same, the very value of last time is returned.
 */
export async function request<T>(
  path: string,
  schema: ZodMiniType<T>,
  options: RequestOptions = {},
): Promise<T> {
  const known = isPlainGet(options) ? answers.get(path, schema) : null;
  const response = await send(path, options, known?.tag);
  if (known && response.status === 304) return known.value;
  const parsed = schema.safeParse(parseJson(await received(response.text(), options)));
  if (!parsed.success) throw new HttpError({ code: "malformed" });
  const tag = response.headers.get("ETag");
  if (tag && isPlainGet(options)) answers.keep(path, schema, { tag, value: parsed.data });
  return parsed.data;
}

/** The answers of this page. They are all of the one person for whom it was opened. */
const answers = createTaggedAnswers();

function isPlainGet({ method = "GET", forAnybody = false }: RequestOptions): boolean {
  return method === "GET" && !forAnybody;
}

/** Like {@link request}, but gives the response with its body unread. `knownTag`: then 304 is a success, too. */
export async function send(path: string, options: RequestOptions = {}, knownTag?: string): Promise<Response> {
  const { limitMs = defaultLimitMs, signal } = options;
  const held = heldReads();
  if (held && isPlainGet(options)) await held;
  const { body, headers } = content(options);
  const fetched = fetch(path, {
    method: options.method ?? "GET",
    cache: "no-store",
    keepalive: options.keepalive ?? false,
    ...(body === undefined ? {} : { body }),
    headers: { ...headers, ...forWhom(options), ...(knownTag ? { "If-None-Match": knownTag } : {}) },
    signal: limitMs === null ? (signal ?? null) : withLimit(signal, AbortSignal.timeout(limitMs)),
  });
  const response = await received(fetched, options);
  const isSame = response.status === 304 && knownTag !== undefined;
  if (!response.ok && !isSame && response.status !== options.answerStatus) throw await errorOf(response);
  return response;
}

/** Every request says for whom it is meant, since somebody else may have signed in at another tab. */
function forWhom({ forAnybody = false }: RequestOptions): Record<string, string> {
  const person = pagePerson();
  return person === null || forAnybody ? {} : { [forWhomHeader]: person };
}

/** Aborts with the first of the two that aborts. `AbortSignal.any` is missing in Safari 16.4 and Chrome 111. */
function withLimit(mine: AbortSignal | undefined, limit: AbortSignal): AbortSignal {
  if (!mine) return limit;
  const either = new AbortController();
  for (const signal of [mine, limit]) {
    if (signal.aborted) either.abort(signal.reason);
    // The last option removes both listeners once one of them has run.
    else signal.addEventListener("abort", () => either.abort(signal.reason), { signal: either.signal });
  }
  return either.signal;
}

/** Waits for a part of the response. If it fails, so has the network, unless the request was aborted. */
async function received<T>(part: Promise<T>, { signal }: RequestOptions): Promise<T> {
  try {
    return await part;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new HttpError({ code: "network" });
  }
}

function content({ body, form }: RequestOptions): { body?: BodyInit; headers?: Record<string, string> } {
  if (form) return { body: new URLSearchParams(form) };
  if (body === undefined) return {};
  if (body instanceof Blob) return { body, headers: { "Content-Type": body.type } };
  return { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
}

/** undefined: not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function errorOf(response: Response): Promise<HttpError> {
  // If the body breaks off, the status alone is used.
  const text = await response.text().catch(() => "");
  const parsed = apiErrorSchema.safeParse(parseJson(text));
  if (parsed.data?.error.code === "other_person") reportPersonChange("other");
  return new HttpError({
    code: "status",
    status: response.status,
    error: parsed.success ? parsed.data.error.code : null,
    retryAfterSeconds: retryAfterSeconds(response.headers),
  });
}
