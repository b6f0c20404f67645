import { type RestErrorCode, type RestReply, restError } from "./rest-reply";

/** The statuses of the faults that tests can cause, with Twilio's codes for them. */
const codes = { 429: 20429, 500: 20500, 503: 20503 } as const satisfies Record<number, RestErrorCode>;

export type FaultStatus = keyof typeof codes;

/** The next requests that fail, and how. */
export interface RestFault {
  status: FaultStatus;
  /** How many requests. */
  times: number;
  /** Only requests to paths that begin so. */
  path: string;
  /** Only requests by this method. */
  method?: string | undefined;
  /** Seconds in the header `Retry-After`, if it is sent. */
  retryAfter?: number | undefined;
}

/** Lets requests fail before anything is done, as those that Twilio answers with 429. For tests. */
export class RestFaults {
  #fault: RestFault | undefined;

  /** Replaces an earlier fault, whatever is left of it. */
  set(fault: RestFault): void {
    this.#fault = fault;
  }

  clear(): void {
    this.#fault = undefined;
  }

  /** The answer of a request that fails, which counts; undefined when it does not fail. */
  take(method: string, path: string): RestReply | undefined {
    const fault = this.#fault;
    if (!fault || fault.times === 0 || !path.startsWith(fault.path)) return undefined;
    if (fault.method !== undefined && fault.method !== method) return undefined;
    this.#fault = { ...fault, times: fault.times - 1 };
    const reply = restError(codes[fault.status]);
    if (fault.retryAfter === undefined) return reply;
    return { ...reply, headers: { ...reply.headers, "Retry-After": String(fault.retryAfter) } };
  }
}
