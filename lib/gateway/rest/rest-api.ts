import type { IncomingMessage } from "node:http";
import type { Account } from "../account/account";
import type { Journal } from "../base/journal";
import type { Log } from "../base/log";
import type { CallRecords } from "../call/call-records";
import type { UserMessages } from "../call/user-messages";
import type { RecordingStore } from "../recording/recording-store";
import { accountResource } from "./account-resource";
import { applicationItem, applicationList } from "./application-routes";
import { authenticate } from "./authenticate";
import { type CallOut, callList } from "./call-list-routes";
import { callItem } from "./call-routes";
import { type ConferenceOptions, conferenceMethods } from "./conference-paths";
import type { RestFaults } from "./faults";
import { keyItem, keyList } from "./key-routes";
import type { StartRecording } from "./recording-form";
import { type MediaPath, readMediaPath, recordingMedia } from "./recording-media";
import { findRecordings } from "./recording-paths";
import { type Methods, perform, type RestRequest } from "./resource";
import { type ResourcePath, readResourcePath } from "./resource-path";
import { notFound, Refusal, type RestReply, restError } from "./rest-reply";
import { UserDefinedMessageRoutes } from "./user-defined-message-routes";

/** The account, and the parts that the resources show and change. */
export interface RestOptions {
  account: Account;
  records: CallRecords;
  recordings: RecordingStore;
  /** Makes a call to a client. */
  callOut: CallOut;
  /** Begins to record a call that is under way. */
  startRecording: StartRecording;
  /** Whether the sound of recordings is for those with credentials only. Twilio lets everybody in who knows the sid, unless told otherwise. */
  protectsMedia: boolean;
  messages: UserMessages;
  faults: RestFaults;
  conferences: ConferenceOptions;
  log: Log;
  /** Gets every request with the status of its answer, and neither form nor credentials. */
  journal?: Journal;
}

/** All paths of the REST interface begin so: Twilio's version of 2010. */
export const REST_PREFIX = "/2010-04-01/";

/**
 * The part of Twilio's REST interface that this gateway has: the account, its TwiML applications, its API keys, calls, the
 * messages of their devices, recordings and conferences.
 */
export class RestApi {
  readonly #userMessages: UserDefinedMessageRoutes;

  constructor(readonly options: RestOptions) {
    this.#userMessages = new UserDefinedMessageRoutes(options.records, options.messages);
  }

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
    const media = readMediaPath(request.path);
    if (media) return this.#media(request, media);
    const credentials = authenticate(account, request.message.headers.authorization);
    const refuse = () => this.#refuse(request);
    const refusal = refuse();
    if (refusal) return refusal;
    const path = readResourcePath(request.path);
    if (!path) return notFound(request.path);
    // Credentials of one account for the resources of another (https://www.twilio.com/docs/api/errors/20003).
    if (path.accountSid !== account.sid) return restError(20003);
    // A key that was made by REST is a Standard key (https://www.twilio.com/docs/iam/api-keys/keys-in-console#types-of-keys).
    const isForMainKeys = path.kind === "" || path.kind === "Keys";
    if (isForMainKeys && credentials === "API key") return restError(20003);
    const methods = this.#find(request, path);
    return methods ? perform(request, methods, refuse) : notFound(request.path);
  }

  /** Refuses wrong credentials, and an account that is not active. */
  #refuse({ message }: RestRequest): RestReply | undefined {
    const { account } = this.options;
    const credentials = authenticate(account, message.headers.authorization);
    if (!credentials) return restError(20003);
    return this.#refuseInactive();
  }

  #refuseInactive(): RestReply | undefined {
    const { account } = this.options;
    if (!account.isActive) return restError(account.standing.refusal);
    return undefined;
  }

  /** The sound of a recording: an `<audio>` element of a page has no credentials to show. */
  async #media(request: RestRequest, media: MediaPath): Promise<RestReply> {
    const { account, recordings, protectsMedia } = this.options;
    const refusal = protectsMedia ? this.#refuse(request) : this.#refuseInactive();
    if (refusal) return refusal;
    if (media.accountSid !== account.sid) return notFound(request.path);
    return recordingMedia(recordings, request, media);
  }

  /** The resource of a path. Undefined: there is none. */
  #find(request: RestRequest, path: ResourcePath): Methods | undefined {
    const { kind, sid, subSid } = path;
    const { account, records, conferences, log } = this.options;
    switch (kind) {
      case "":
        return { get: () => ({ status: 200, body: accountResource(account) }) };
      case "Applications":
        return sid === undefined
          ? applicationList(account, request, log)
          : applicationItem(account, sid, log);
      case "Keys":
        return sid === undefined ? keyList(account, request, log) : keyItem(account, sid, log);
      case "Calls":
        return sid === undefined ? callList(this.options, request) : callItem(account, records, sid, log);
      case "Calls/UserDefinedMessages":
        return this.#userMessages.messagesOf(path);
      case "Calls/UserDefinedMessageSubscriptions":
        return subSid === undefined
          ? this.#userMessages.subscriptionsOf(path)
          : this.#userMessages.subscription(path);
      case "Conferences":
        return conferenceMethods(account.sid, conferences, request, [sid], log);
      case "Conferences/Participants":
        return conferenceMethods(account.sid, conferences, request, [sid, "Participants", subSid], log);
      case "Recordings":
      case "Calls/Recordings":
      case "Conferences/Recordings":
        return findRecordings({ accountSid: account.sid, ...this.options }, request, path);
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
