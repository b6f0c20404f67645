import { randomUUID } from "node:crypto";
import type { Journal } from "../base/journal";
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
    /** Gets every attempt and how it ended. */
    readonly journal?: Journal,
  ) {}

  async request(target: Target, params: FormParams, about: string): Promise<HttpReply> {
    const url = new URL(target.url);
    // The fragment is not sent, so it must not be signed either.
    url.hash = "";
    const query = new URLSearchParams(params.map(([name, value]) => [name, value])).toString();
    const isPost = target.method === "POST";
    if (!isPost) url.search = [url.search, query].filter((part) => part !== "").join("&");
    const signed = signature(this.authToken, url.href, isPost ? params : []);
    const headers: Record<string, string> = {
      "User-Agent": "TwilioProxy/1.1",
      Accept: "*/*",
      "X-Twilio-Signature": signed,
      "I-Twilio-Idempotency-Token": randomUUID(),
      ...(isPost ? { "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8" } : {}),
    };
    const request = { method: target.method, url, headers, body: isPost ? query : "" };
    const noted = {
      kind: "webhook",
      callSid: about,
      method: target.method,
      url: withoutCredentials(url),
    } as const;
    const sent = { ...noted, event: "sent", parameters: params, signature: signed } as const;
    for (let attempt = 1; ; attempt += 1) {
      const startedAt = performance.now();
      const elapsed = () => Math.round(performance.now() - startedAt);
      const of = this.journal?.add({ ...sent, attempt }) ?? 0;
      try {
        const reply = await sendRequest(request, this.limits);
        const took = elapsed();
        this.log(about, `${target.method} ${url.pathname} answered ${reply.status} in ${took} ms`);
        this.journal?.add({
          ...noted,
          event: "answered",
          of,
          status: reply.status,
          body: reply.body,
          ms: took,
        });
        return reply;
      } catch (error) {
        this.log(about, `${target.method} ${url.origin}${url.pathname} failed: ${reason(error)}`);
        this.journal?.add({ ...noted, event: "failed", of, why: reason(error), ms: elapsed() });
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

/** The address of a URL, without the user and password that may be in it. */
function withoutCredentials(url: URL): string {
  const plain = new URL(url);
  plain.username = "";
  plain.password = "";
  return plain.href;
}
