import type { Readable } from "node:stream";

/** An answer: its status, and a body that is sent as JSON. Without a body nothing is sent. */
export interface RestReply {
  status: number;
  body?: unknown;
  /** In place of a body: bytes, whose type and length are in the headers. */
  stream?: Readable;
  headers?: Record<string, string>;
}

/** Twilio's codes for what can go wrong here, with their HTTP statuses (https://www.twilio.com/docs/api/errors). */
const errors = {
  16020: { status: 400, message: "Conference is full" },
  16022: { status: 400, message: "Conference does not exist or is completed" },
  16024: {
    status: 400,
    message: "Participant label invalid: max 128 chars, not a CallSid, no '/'",
  },
  16026: { status: 400, message: "Participant label is in use by another participant" },
  16027: { status: 400, message: "Participant to be whispered is on hold" },
  16028: { status: 400, message: "Participant to be whispered is not present in the conference" },
  20001: { status: 400, message: "Invalid parameter" },
  20003: { status: 401, message: "Authenticate" },
  20004: { status: 405, message: "Method not allowed" },
  20005: { status: 403, message: "Account not active" },
  20009: { status: 409, message: "Cannot delete this resource before it is complete" },
  20403: { status: 403, message: "Forbidden" },
  20404: { status: 404, message: "The requested resource was not found" },
  20429: { status: 429, message: "Too Many Requests" },
  20500: { status: 500, message: "Internal Server Error" },
  20503: { status: 503, message: "Service unavailable" },
  21201: { status: 400, message: "No 'To' number is specified" },
  21205: { status: 400, message: "Url parameter is required." },
  21208: { status: 400, message: "Invalid Timeout" },
  21211: { status: 400, message: "Invalid 'To' Phone Number" },
  21212: { status: 400, message: "Invalid 'From' Phone Number" },
  21213: { status: 400, message: "'From' phone number is required" },
  21218: { status: 400, message: "Invalid ApplicationSid" },
  21220: { status: 400, message: "Call is not in-progress. Cannot redirect." },
  21402: { status: 400, message: "Invalid Url" },
  21403: { status: 400, message: "Invalid Method" },
  21405: { status: 400, message: "Cannot set VoiceFallbackUrl without setting Url" },
  21406: { status: 400, message: "Cannot set SmsFallbackUrl without setting SmsUrl" },
  21609: { status: 400, message: "Invalid 'StatusCallback' URL" },
  21626: { status: 400, message: "Invalid 'StatusCallbackEvent'" },
  32702: { status: 400, message: "Voice User-Defined Message: Invalid Content" },
  32703: { status: 400, message: "Voice User-Defined Message: Content body exceeded max length" },
} as const;

/** A code that this gateway sends. */
export type RestErrorCode = keyof typeof errors;

/** An error as Twilio's REST interface sends it. `message`: in place of the one that the code has. */
export function restError(code: RestErrorCode, message: string = errors[code].message): RestReply {
  const { status } = errors[code];
  return {
    status,
    headers: code === 20003 ? { "WWW-Authenticate": 'Basic realm="Twilio API"' } : {},
    body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
  };
}

/** Twilio's words, seen in https://github.com/nash-md/twilio-contact-center/issues/37. */
export function notFound(path: string): RestReply {
  return restError(20404, `The requested resource ${path} was not found`);
}

/** A parameter that is not as it should be. `problem` is a sentence that begins with the parameter's name. */
export function invalid(problem: string): RestReply {
  return restError(20001, `Invalid parameter: ${problem}`);
}

/** A reply that ends the handling of a request early. */
export class Refusal extends Error {
  override name = "Refusal";

  constructor(readonly reply: RestReply) {
    super(`refused with ${reply.status}`);
  }
}
