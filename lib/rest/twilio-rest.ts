import "server-only";
import { boundedRequest } from "./bounded-request";

/** Whose request it is: an API key and its secret, or the account and its auth token. */
export interface RestCredentials {
  readonly user: string;
  readonly password: string;
}

/** A request to Twilio's REST interface. */
export interface RestRequest {
  /** The interface's origin: Twilio's, or the local gateway's. */
  readonly origin: string;
  readonly accountSid: string;
  readonly credentials: RestCredentials;
  /** The part of the path after the account, such as `/Calls/CA….json`; `.json` is the account itself. */
  readonly path: string;
  /** GET by default, and POST with a `form`. */
  readonly method?: "DELETE";
  readonly form?: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly limitMs?: number;
}

/** Its answer. */
export interface RestAnswer {
  readonly status: number;
  readonly ok: boolean;
  /** The JSON of the body; null if there is none. */
  readonly body: Readonly<Record<string, unknown>> | null;
  /** Twilio's error code, such as 20404. */
  readonly code: number | undefined;
  /** The clock of the server that answered (ms), to the second; null if it does not say. */
  readonly serverTime: number | null;
  /** Our clock (ms) before the question and after the answer. */
  readonly sentAt: number;
  readonly receivedAt: number;
  /** How many seconds to wait, if the server says so. */
  readonly retryAfter: number | undefined;
}

const usualLimitMs = 5_000;
/** A resource has about 1 KB. */
const bodyLimit = 64 * 1024;

/**
 * Asks Twilio's REST interface, version 2010-04-01: https://www.twilio.com/docs/usage/requests-to-twilio. Resolves
 * whatever the status is, and throws `NoAnswer` if there is none. It does without Twilio's library, which costs 170 ms and
 * 65 MB to load.
 */
export async function askTwilio(request: RestRequest): Promise<RestAnswer> {
  const { method, form, limitMs = usualLimitMs } = request;
  const sentAt = Date.now();
  const { status, headers, text } = await boundedRequest(urlOf(request), {
    ...(method ? { method } : {}),
    ...(form ? { method: "POST", form: new URLSearchParams(form) } : {}),
    headers: authorization(request),
    limitMs,
    bodyLimit,
  });
  const receivedAt = Date.now();
  const body = readObject(text);
  const date = Date.parse(headers.get("date") ?? "");
  const wait = Number.parseInt(headers.get("retry-after") ?? "", 10);
  return {
    status,
    ok: status >= 200 && status < 300,
    body,
    code: typeof body?.code === "number" ? body.code : undefined,
    serverTime: Number.isNaN(date) ? null : date,
    sentAt,
    receivedAt,
    retryAfter: Number.isNaN(wait) ? undefined : wait,
  };
}

/** A file, such as the sound of a recording. */
export interface RestFile {
  readonly status: number;
  /** At most as many as were asked for. */
  readonly bytes: Buffer;
}

/**
 * Fetches a file from the same interface: no more than `mostBytes` of it. Resolves whatever the status is, and throws
 * `NoAnswer` if there is none.
 */
export async function fetchTwilioFile(
  request: Omit<RestRequest, "form" | "method"> & { readonly mostBytes: number },
): Promise<RestFile> {
  const { limitMs = usualLimitMs, mostBytes } = request;
  const headers = authorization(request);
  const { status, bytes } = await boundedRequest(urlOf(request), { headers, limitMs, bodyLimit: mostBytes });
  return { status, bytes };
}

function urlOf({ origin, accountSid, path }: Pick<RestRequest, "origin" | "accountSid" | "path">): URL {
  return new URL(`/2010-04-01/Accounts/${accountSid}${path}`, origin);
}

function authorization({ credentials }: Pick<RestRequest, "credentials">) {
  const { user, password } = credentials;
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}

function readObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
