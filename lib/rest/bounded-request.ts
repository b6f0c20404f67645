import "server-only";

/** Why a request got no answer. */
export type NoAnswerKind = "dns" | "refused" | "tls" | "timeout" | "other";

/** The other side gave no answer that can be used. The message says why, and has no value of the request. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  readonly kind: NoAnswerKind;
  /** The code of the system or of OpenSSL, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
  readonly code: string | undefined;

  constructor(kind: NoAnswerKind, code: string | undefined, cause?: unknown) {
    super(code ? `${wordsOf[kind]} (${code})` : wordsOf[kind], { cause });
    this.kind = kind;
    this.code = code;
  }
}

const wordsOf: Readonly<Record<NoAnswerKind, string>> = {
  dns: "the host name is not found",
  refused: "the connection is refused",
  tls: "the certificate or the encryption is wrong",
  timeout: "no answer in time",
  other: "the connection failed",
};

/** An answer whose body was read up to a limit. */
export interface BoundedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: Buffer;
}

/** A request, and how much it may take. */
export interface BoundedRequest {
  readonly method?: "GET" | "POST" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: URLSearchParams;
  /** Milliseconds, the answer's body included. */
  readonly limitMs: number;
  /** The most bytes of the body that are read. What comes after them is dropped. */
  readonly bodyLimit: number;
}

/**
 * Asks a server outside of this process. It follows no redirect, since the request may carry a secret: a redirect is an
 * answer like any other. Throws {@link NoAnswer}.
 */
export async function boundedRequest(
  url: string | URL,
  { method = "GET", headers = {}, form, limitMs, bodyLimit }: BoundedRequest,
): Promise<BoundedAnswer> {
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(form ? { body: form } : {}),
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(limitMs),
    });
    const bytes = await readUpTo(bodyLimit, response);
    return { status: response.status, headers: response.headers, text: bytes.toString("utf8"), bytes };
  } catch (error) {
    throw noAnswerOf(error);
  }
}

async function readUpTo(limit: number, response: Response): Promise<Buffer> {
  const reader = response.body?.getReader();
  if (!reader) return Buffer.alloc(0);
  const parts: Uint8Array[] = [];
  let size = 0;
  while (size < limit) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    size += value.length;
  }
  // Not awaited: a server that goes on sending must not delay the answer.
  if (size >= limit) void reader.cancel().catch(() => {});
  return Buffer.concat(parts).subarray(0, limit);
}

/** Sorts a failure of `fetch` or of a socket. Their causes carry the codes of the system and of OpenSSL. */
export function noAnswerOf(error: unknown): NoAnswer {
  if (error instanceof NoAnswer) return error;
  const names: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const all = cause instanceof AggregateError ? [cause, ...cause.errors] : [cause];
    for (const one of all) {
      if (one instanceof Error && "code" in one && typeof one.code === "string") names.push(one.code);
      if (one instanceof Error && one.name === "TimeoutError") names.push("timeout");
    }
  }
  for (const [kind, form] of kinds) {
    const code = names.find((name) => form.test(name));
    if (code) return new NoAnswer(kind, code === "timeout" ? undefined : code, error);
  }
  return new NoAnswer("other", names[0], error);
}

/** The codes of https://nodejs.org/api/errors.html and of OpenSSL: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const kinds: readonly (readonly [NoAnswerKind, RegExp])[] = [
  ["dns", /^(ENOTFOUND|EAI_\w+)$/],
  ["timeout", /^(timeout|ETIMEDOUT|UND_ERR_\w*TIMEOUT)$/],
  ["refused", /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/],
  [
    "tls",
    /^(ERR_TLS|ERR_SSL|CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH|PATH_LENGTH|EPROTO)/,
  ],
];
