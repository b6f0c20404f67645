import { randomUUID } from "node:crypto";
import { type Log, reason } from "../base/log";
import {
  ConnectError,
  type HttpMethod,
  type HttpReply,
  type RequestLimits,
  sendRequest,
  TWILIO_LIMITS,
} from "./send-request";
import { type FormParams, signature } from "./signature";

/** Where a webhook goes. The URL is absolute. */
export interface Target {
  url: string;
  method: HttpMethod;
}

/** Signed requests to the application. */
export interface Webhooks {
  /**
   * Makes a signed request. Resolves with any answer, whatever its status; rejects when there is none.
   *
   * @param about what the log lines are about: a CallSid
   */
  request(target: Target, params: FormParams, about: string): Promise<HttpReply>;
  /** Makes a signed request whose answer changes nothing. Failures are logged. Never throws. */
  report(target: Target, params: FormParams, about: string): void;
}

/** Twilio tries once more, at once, when it cannot connect. */
const ATTEMPTS = 2;

/** Webhooks over HTTP, signed with the account's auth token. */
export class HttpWebhooks implements Webhooks {
  constructor(
    readonly authToken: string,
    readonly log: Log,
    readonly limits: RequestLimits = TWILIO_LIMITS,
  ) {}

  async request(target: Target, params: FormParams, about: string): Promise<HttpReply> {
    const url = new URL(target.url);
    // The fragment is not sent, so it must not be signed either.
    url.hash = "";
    const query = new URLSearchParams(params.map(([name, value]) => [name, value])).toString();
    const isPost = target.method === "POST";
    if (!isPost) url.search = [url.search, query].filter((part) => part !== "").join("&");
    const headers: Record<string, string> = {
      "User-Agent": "TwilioProxy/1.1",
      Accept: "*/*",
      "X-Twilio-Signature": signature(this.authToken, url.href, isPost ? params : []),
      "I-Twilio-Idempotency-Token": randomUUID(),
      ...(isPost ? { "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8" } : {}),
    };
    const request = { method: target.method, url, headers, body: isPost ? query : "" };
    for (let attempt = 1; ; attempt += 1) {
      const startedAt = performance.now();
      try {
        const reply = await sendRequest(request, this.limits);
        const took = Math.round(performance.now() - startedAt);
        this.log(about, `${target.method} ${url.pathname} answered ${reply.status} in ${took} ms`);
        return reply;
      } catch (error) {
        this.log(about, `${target.method} ${url.origin}${url.pathname} failed: ${reason(error)}`);
        if (attempt === ATTEMPTS || !(error instanceof ConnectError)) throw error;
      }
    }
  }

  report(target: Target, params: FormParams, about: string): void {
    // After the present work, which also tells the devices of what is reported here: they do not wait for this.
    queueMicrotask(() => {
      this.request(target, params, about).then(
        ({ status }) => {
          if (status >= 400) this.log(about, `the application refused a status callback with ${status}`);
        },
        () => {},
      );
    });
  }
}
