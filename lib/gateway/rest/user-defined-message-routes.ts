import { twilioTime } from "../base/twilio-time";
import type { CallRecords, RecordedCall } from "../call/call-records";
import { API_VERSION } from "../call/params";
import type { MessageSubscription, UserMessages } from "../call/user-messages";
import { readMethod, readUrl } from "./form";
import { Idempotency } from "./idempotency";
import type { Methods } from "./resource";
import type { ResourcePath } from "./resource-path";
import { invalid, notFound, type RestReply, restError } from "./rest-reply";

/** "The content body … exceeds the maximum allowed length of 10000 characters" (https://www.twilio.com/docs/api/errors/32703). */
const MAX_CONTENT_LENGTH = 10_000;

/** Twilio's two resources for user-defined messages: those to the device of a call, and subscriptions to those of the device. */
export class UserDefinedMessageRoutes {
  readonly #idempotency = new Idempotency();

  constructor(
    readonly records: CallRecords,
    readonly messages: UserMessages,
  ) {}

  /** `Calls/{CallSid}/UserDefinedMessages`: sends a message. Undefined: there is no such call or resource. */
  messagesOf({ accountSid, sid = "", subSid }: ResourcePath): Methods | undefined {
    if (subSid !== undefined || !this.records.facts(sid)) return undefined;
    return {
      post: (form) =>
        this.#create(sid, "message", form, () => {
          const content = readContent(form);
          if ("status" in content) return content;
          const message = this.messages.send(sid, { content: content.value });
          const date_created = twilioTime(this.messages.exchange.clock.now());
          return {
            status: 201,
            body: { account_sid: accountSid, call_sid: sid, sid: message, date_created },
          };
        }),
    };
  }

  /** `Calls/{CallSid}/UserDefinedMessageSubscriptions`: begins one. Undefined: there is no such call. */
  subscriptionsOf({ accountSid, sid = "" }: ResourcePath): Methods | undefined {
    if (!this.records.facts(sid)) return undefined;
    return {
      post: (form) =>
        this.#create(sid, "subscription", form, (call) => {
          const url = readUrl(form, "Callback");
          if (!url) return restError(21402, "Callback is not valid: it is empty");
          const method = readMethod(form, "Method") ?? "POST";
          const subscription = this.messages.subscribe(call, { url, method });
          if (!subscription) return invalid("the call has too many subscriptions");
          return { status: 201, body: subscriptionResource(accountSid, sid, subscription) };
        }),
    };
  }

  /** One subscription: it can be ended, and not be read. It ends by itself with its call. */
  subscription({ sid = "", subSid = "" }: ResourcePath): Methods | undefined {
    const call = this.records.underWay(sid);
    if (!call) return undefined;
    return {
      delete: () => (this.messages.unsubscribe(call, subSid) ? { status: 204 } : notFound(subSid)),
    };
  }

  /** Carries out a request for a call that rings or is connected, and a repeated one, by its `IdempotencyKey`, only once. */
  #create(
    sid: string,
    what: string,
    form: URLSearchParams,
    create: (call: RecordedCall) => RestReply,
  ): RestReply {
    const call = this.records.underWay(sid);
    // "can only be created during an active Call". Twilio's pages have no code for it.
    if (!call || call.facts().status === "queued") return restError(21220, "Call is not in-progress.");
    return this.#idempotency.once(call, what, form.get("IdempotencyKey"), () => create(call));
  }
}

/** The value of `Content`, which is JSON text, or why it is refused. */
function readContent(form: URLSearchParams): { value: unknown } | RestReply {
  const content = form.get("Content") ?? "";
  if (content.length > MAX_CONTENT_LENGTH) return restError(32703);
  try {
    return { value: JSON.parse(content) };
  } catch {
    return restError(32702);
  }
}

function subscriptionResource(
  accountSid: string,
  callSid: string,
  { sid, createdAt }: MessageSubscription,
): Record<string, unknown> {
  const path = `/${API_VERSION}/Accounts/${accountSid}/Calls/${callSid}/UserDefinedMessageSubscriptions`;
  return {
    account_sid: accountSid,
    call_sid: callSid,
    sid,
    date_created: twilioTime(createdAt),
    uri: `${path}/${sid}.json`,
  };
}
