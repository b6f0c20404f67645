import type { IncomingMessage } from "node:http";
import type { Account } from "../account/account";
import type { Journal } from "../base/journal";
import type { Log } from "../base/log";
import type { CallRecords } from "../call/call-records";
import { accountResource } from "./account-resource";
import { applicationItem, applicationList } from "./application-routes";
import { authenticate } from "./authenticate";
import { callItem } from "./call-routes";
import type { RestFaults } from "./faults";
import { keyItem, keyList } from "./key-routes";
import { type Methods, perform, type RestRequest } from "./resource";
import { notFound, Refusal, type RestReply, restError } from "./rest-reply";

/** The account, and the parts that the resources show and change. */
export interface RestOptions {
  account: Account;
  records: CallRecords;
  faults: RestFaults;
  log: Log;
  /** Gets every request with the status of its answer, and neither form nor credentials. */
  journal?: Journal;
}

/** All paths of the REST interface begin so: Twilio's version of 2010. */
export const REST_PREFIX = "/2010-04-01/";

/** An account, a list of it, or an entry of such a list. */
const resourcePath = /^\/2010-04-01\/Accounts\/([^/]+?)(?:\/([A-Za-z]+)(?:\/([^/]+?))?)?\.json$/;

/** The part of Twilio's REST interface that this gateway has: the account, its TwiML applications, its API keys, a call. */
export class RestApi {
  constructor(readonly options: RestOptions) {}

  /** Answers a request to `url`, of which path and query count. Rejects only when the request cannot be read. */
  async handle(message: IncomingMessage, url: URL): Promise<RestReply> {
    const { method = "GET" } = message;
    const startedAt = performance.now();
    const reply = await this.#reply(message, method, url);
    this.options.journal?.add({
      kind: "rest",
      method,
      path: url.pathname,
      status: reply.status,
      code: reply.status >= 400 ? errorCode(reply.body) : undefined,
      ms: Math.round(performance.now() - startedAt),
    });
    return reply;
  }

  async #reply(message: IncomingMessage, method: string, url: URL): Promise<RestReply> {
    const request = { message, method, path: url.pathname, query: url.searchParams };
    try {
      const fault = this.options.faults.take(method, request.path);
      return fault ?? (await this.#answer(request));
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      throw error;
    }
  }

  async #answer(request: RestRequest): Promise<RestReply> {
    const { account } = this.options;
    const credentials = authenticate(account, request.message.headers.authorization);
    const refuse = () => this.#refuse(request);
    const refusal = refuse();
    if (refusal) return refusal;
    const [, accountSid, list, sid] = resourcePath.exec(request.path) ?? [];
    if (accountSid === undefined) return notFound(request.path);
    // Credentials of one account for the resources of another (https://www.twilio.com/docs/api/errors/20003).
    if (accountSid !== account.sid) return restError(20003);
    // A key that was made by REST is a Standard key (https://www.twilio.com/docs/iam/api-keys/keys-in-console#types-of-keys).
    const isForMainKeys = list === undefined || list === "Keys";
    if (isForMainKeys && credentials === "API key") return restError(20003);
    const methods = this.#find(request, list, sid);
    return methods ? perform(request, methods, refuse) : notFound(request.path);
  }

  /** Refuses wrong credentials, and an account that is not active. */
  #refuse({ message }: RestRequest): RestReply | undefined {
    const { account } = this.options;
    const credentials = authenticate(account, message.headers.authorization);
    if (!credentials) return restError(20003);
    if (!account.isActive) return restError(account.standing.refusal);
    return undefined;
  }

  /** The resource of a path. Undefined: there is none. */
  #find(request: RestRequest, list: string | undefined, sid: string | undefined): Methods | undefined {
    const { account, records, log } = this.options;
    switch (list) {
      case undefined:
        return { get: () => ({ status: 200, body: accountResource(account) }) };
      case "Applications":
        return sid === undefined
          ? applicationList(account, request, log)
          : applicationItem(account, sid, log);
      case "Keys":
        return sid === undefined ? keyList(account, request, log) : keyItem(account, sid, log);
      case "Calls":
        return sid === undefined ? undefined : callItem(account.sid, records, sid, log);
      default:
        return undefined;
    }
  }
}

/** Twilio's code in the body of an error. */
function errorCode(body: unknown): number | undefined {
  if (typeof body !== "object" || body === null || !("code" in body)) return undefined;
  return typeof body.code === "number" ? body.code : undefined;
}
