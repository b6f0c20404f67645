import { reason } from "../base/log";
import { newSid } from "../base/sid";
import { twilioTime } from "../base/twilio-time";
import type { ClientPayload } from "../signalling/protocol";
import { type SignalErrorCode, signalError } from "../signalling/signal-error";
import type { FormParams } from "../webhook/signature";
import type { Target } from "../webhook/webhooks";
import type { RecordedCall } from "./call-records";
import type { DeviceLeg } from "./device-leg";
import type { Exchange } from "./exchange";
import { clientAddress } from "./params";

/** The one type that Twilio knows ("Currently, only 'user-defined-message' is supported", the SDK's `call.ts`). */
const MESSAGE_TYPE = "user-defined-message";

const CONTENT_TYPE = "application/json";

/** "The size limit of the message content is 10 KB" (https://twilio.github.io/twilio-voice-android, `CallMessage`). */
const MAX_CONTENT_BYTES = 10 * 1024;

/** More than any application makes for one call. Twilio's pages name no limit. */
const MAX_SUBSCRIPTIONS = 32;

/** A request for the messages that the device of a call sends. */
export interface MessageSubscription {
  readonly sid: string;
  readonly callback: Target;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** A message of the application to the device of a call. */
export interface ApplicationMessage {
  /** Any JSON value. */
  content: unknown;
  contentType?: string;
  messageType?: string;
}

/** What is kept for a call under way. */
interface CallMessages {
  readonly subscriptions: Map<string, MessageSubscription>;
  /** How many messages its device has sent. */
  sent: number;
}

/**
 * The user-defined messages that pass between the devices in calls and the application
 * (https://www.twilio.com/docs/voice/sdks/call-message-events).
 */
export class UserMessages {
  /** By the call, so that its subscriptions end with it. */
  readonly #calls = new WeakMap<RecordedCall, CallMessages>();

  constructor(
    readonly exchange: Pick<
      Exchange,
      "account" | "clock" | "directory" | "journal" | "log" | "records" | "webhooks"
    >,
  ) {}

  /**
   * Sends a message to every device that is in a call, or rings for it. Returns the sid of the message, whether or not a device got it,
   * as Twilio does.
   *
   * @param callSid of the call's leg to the device: the caller's call, or the one to a `<Client>`
   */
  send(callSid: string, message: ApplicationMessage): string {
    const sid = newSid("KX");
    const legs = this.exchange.directory.withSid(callSid);
    for (const leg of legs) {
      this.exchange.journal.add({
        kind: "message",
        callSid,
        event: "to device",
        identity: leg.identity ?? "",
        messageType: message.messageType ?? MESSAGE_TYPE,
      });
      leg.send({
        type: "message",
        payload: {
          callsid: callSid,
          content: message.content,
          contenttype: message.contentType ?? CONTENT_TYPE,
          messagetype: message.messageType ?? MESSAGE_TYPE,
          voiceeventsid: sid,
        },
      });
    }
    this.exchange.log(callSid, `the application sends a message to ${legs.length} devices`);
    return sid;
  }

  /** From now on the messages of the call's device go to `callback` too. Undefined: the call has too many subscriptions. */
  subscribe(call: RecordedCall, callback: Target): MessageSubscription | undefined {
    const { subscriptions } = this.#of(call);
    if (subscriptions.size >= MAX_SUBSCRIPTIONS) return undefined;
    const subscription = { sid: newSid("ZY"), callback, createdAt: this.exchange.clock.now() };
    subscriptions.set(subscription.sid, subscription);
    return subscription;
  }

  /** Ends a subscription of a call. False: there is none of this sid. */
  unsubscribe(call: RecordedCall, sid: string): boolean {
    return this.#of(call).subscriptions.delete(sid);
  }

  /**
   * Takes a message of a device, and tells the device so: the SDK's `messageSent` means that "Twilio has received the message" (its
   * `call.ts`), not that the application has. Without a subscription nobody gets it.
   */
  receive(leg: DeviceLeg, message: ClientPayload<"message">): void {
    const { callsid, content, contenttype = CONTENT_TYPE, messagetype, voiceeventsid } = message;
    const text = JSON.stringify(content);
    const refuse = (code: SignalErrorCode) => {
      this.exchange.log(leg.callsid, `a message of ${clientAddress(leg.identity)} is refused with ${code}`);
      leg.send({ type: "error", payload: { error: signalError(code), callsid, voiceeventsid } });
    };
    if (messagetype !== MESSAGE_TYPE) {
      refuse(31210);
      return;
    }
    if (Buffer.byteLength(text) > MAX_CONTENT_BYTES) {
      refuse(31212);
      return;
    }
    this.exchange.journal.add({
      kind: "message",
      callSid: leg.callsid,
      event: "from device",
      identity: leg.identity ?? "",
      messageType: messagetype,
    });
    leg.send({ type: "ack", payload: { acktype: "message", callsid, voiceeventsid } });
    this.#publish(leg, [
      ["ContentType", contenttype],
      ["Content", text],
      ["Sid", voiceeventsid],
    ]);
  }

  /**
   * Sends a message to each subscription. The parameters are those of Twilio's page on call message events. It says that the numbers
   * begin with 0, and shows a 1; the SDK's own tests against Twilio (`tests/integration/callMessage`) get a 1 first.
   */
  #publish(leg: DeviceLeg, message: FormParams): void {
    const { account, clock, log, records, webhooks } = this.exchange;
    const { callsid } = leg;
    const call = records.underWay(callsid);
    if (!call) return;
    const messages = this.#of(call);
    messages.sent += 1;
    const params: FormParams = [
      ["AccountSid", account.sid],
      ["CallSid", callsid],
      ["SequenceNumber", String(messages.sent)],
      ["Timestamp", twilioTime(clock.now())],
      ...message,
    ];
    log(
      callsid,
      `${clientAddress(leg.identity)} sends a message to ${messages.subscriptions.size} subscriptions`,
    );
    for (const { callback } of messages.subscriptions.values()) {
      // Twilio warns of either in its debugger (https://www.twilio.com/docs/api/errors/32711) and does not tell the device.
      webhooks.request(callback, params, callsid).then(
        ({ status }) => {
          if (status >= 400) log(callsid, `32711: the application refused a message with ${status}`);
        },
        (error: unknown) => log(callsid, `32711: a message reached no application: ${reason(error)}`),
      );
    }
  }

  #of(call: RecordedCall): CallMessages {
    const known = this.#calls.get(call) ?? { subscriptions: new Map(), sent: 0 };
    this.#calls.set(call, known);
    return known;
  }
}
