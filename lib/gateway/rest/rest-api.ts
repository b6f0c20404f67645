import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Log } from "../base/log";
import type { CallRecords } from "../call/call-records";
import { callResource } from "./call-resource";
import { changeCall } from "./change-call";
import { type RestReply, restError } from "./rest-reply";

/** The account whose calls these are, and who may ask. */
export interface RestConfig {
  accountSid: string;
  authToken: string;
  apiKey: string;
  apiSecret: string;
}

/** The account, and the parts that the resources show and change. */
export interface RestOptions {
  account: RestConfig;
  records: CallRecords;
  log: Log;
}

/** All paths of the REST interface begin so: Twilio's version of 2010. */
export const REST_PREFIX = "/2010-04-01/";

const MAX_BODY_LENGTH = 64 * 1024;

const callPath = /^\/2010-04-01\/Accounts\/([^/]+)\/Calls\/([^/]+)\.json$/;

/** The part of Twilio's REST interface that this gateway has: one call, to be read and to be ended. */
export class RestApi {
  constructor(readonly options: RestOptions) {}

  /** Answers a request to `path`. Rejects only when the request cannot be read. */
  async handle(request: IncomingMessage, path: string): Promise<RestReply> {
    const { account, records, log } = this.options;
    if (!this.#authorised(request.headers.authorization)) return restError(20003);
    const [, accountSid, sid = ""] = callPath.exec(path) ?? [];
    const facts = records.facts(sid);
    if (accountSid !== account.accountSid || !facts) return restError(20404, path);
    if (request.method === "GET") return { status: 200, body: callResource(account.accountSid, facts) };
    if (request.method !== "POST") return restError(20004);
    const form = await readForm(request);
    if (!form) return restError(20001, "the body is too long");
    const refusal = changeCall(records, sid, form);
    if (refusal) return refusal;
    log(sid, `REST: Status=${form.get("Status")}`);
    return { status: 200, body: callResource(account.accountSid, records.facts(sid) ?? facts) };
  }

  /** By the account's SID and auth token, or by the API key's SID and secret. */
  #authorised(header: string | undefined): boolean {
    const { accountSid, authToken, apiKey, apiSecret } = this.options.account;
    const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? "")?.[1] ?? "";
    const given = digest(Buffer.from(encoded, "base64").toString());
    return [`${accountSid}:${authToken}`, `${apiKey}:${apiSecret}`]
      .map((credentials) => timingSafeEqual(given, digest(credentials)))
      .includes(true);
  }
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** The form in the body of a request; undefined when it is too long. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  let text = "";
  // The stream decodes, since a character may be split across two chunks.
  for await (const chunk of request.setEncoding("utf8") as AsyncIterable<string>) {
    text += chunk;
    if (text.length > MAX_BODY_LENGTH) return undefined;
  }
  return new URLSearchParams(text);
}
