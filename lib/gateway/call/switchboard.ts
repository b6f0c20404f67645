import { isOffer } from "../media/sdp";
import type { CallMessage, ClientPayload } from "../signalling/protocol";
import type { CallMessageHandler } from "../signalling/sessions";
import { type SignalErrorCode, signalError } from "../signalling/signal-error";
import type { SignallingSession } from "../signalling/signalling-session";
import type { ClientCall } from "./client-call";
import type { Exchange } from "./exchange";
import { InboundCall } from "./inbound-call";
import { callOut, type OutboundCallOptions } from "./outbound-call";
import { UserMessages } from "./user-messages";

const MAX_CALLS = 500;
/** Far more than the one call and the few ringing ones that a `Device` has. */
const MAX_LEGS_PER_SESSION = 32;

/** Owns the calls, and routes the messages of devices to their legs. */
export class Switchboard implements CallMessageHandler {
  readonly #calls = new Map<string, InboundCall>();
  /** What passes between the devices in calls and the application. */
  readonly messages: UserMessages;

  constructor(readonly exchange: Exchange) {
    this.messages = new UserMessages(exchange);
  }

  /** The calls that have not ended. */
  get calls(): InboundCall[] {
    return [...this.#calls.values()];
  }

  /** A device reaches only its own legs, whatever sid it sends. */
  handleMessage(session: SignallingSession, message: CallMessage): void {
    if (message.type === "invite") {
      this.#handleInvite(session, message.payload);
      return;
    }
    const { callsid } = message.payload;
    const leg = this.exchange.directory.find(session, callsid);
    if (!leg) {
      this.#handleUnknown(session, message);
      return;
    }
    switch (message.type) {
      case "answer":
        leg.handleAnswer(message.payload.sdp);
        return;
      case "reject":
        leg.handleReject();
        return;
      case "hangup":
        leg.handleHangup(message.payload.message);
        return;
      case "reinvite":
        leg.handleReinvite();
        return;
      case "dtmf":
        this.exchange.log(leg.callsid, `${leg.identity} dials ${message.payload.dtmf.length} digits`);
        if (leg.isVoiced) for (const digit of message.payload.dtmf) leg.voice.press(digit);
        return;
      case "message":
        this.messages.receive(leg, message.payload);
        return;
    }
  }

  /** Rings a client over REST. Undefined: there are too many calls. */
  callOut(options: OutboundCallOptions): ClientCall | undefined {
    if (this.exchange.records.open.length >= MAX_CALLS) return undefined;
    return callOut(this.exchange, options);
  }

  /** Tells the legs of a session that it has closed. */
  sessionClosed(session: SignallingSession): void {
    for (const leg of this.exchange.directory.legs(session)) leg.sessionClosed(session);
  }

  /** Ends every call. `why` goes to the log. */
  endAll(why: string): void {
    for (const call of this.calls) call.close(why);
    // Those that no caller's call owns: calls made over REST, and those that were taken out of one.
    for (const call of this.exchange.records.open) call.hangUp(why);
  }

  /** Ends every call. Idempotent. */
  close(): void {
    this.endAll("the gateway stops");
  }

  #handleInvite(session: SignallingSession, payload: ClientPayload<"invite">): void {
    if (payload.reconnect !== undefined) {
      this.#handleReturn(session, payload, payload.reconnect);
      return;
    }
    const { account, directory, log } = this.exchange;
    const { callsid, sdp, twilio } = payload;
    if (session.state.kind !== "listening") {
      refuse(session, callsid, 31205);
      return;
    }
    const { outgoingApplicationSid, outgoingParams } = session.state.grant;
    if (outgoingApplicationSid === undefined) {
      log(session.name, "may not call: its token has no outgoing grant");
      refuse(session, callsid, 31201);
      return;
    }
    const application = account.applications.get(outgoingApplicationSid);
    if (!application) {
      // https://github.com/twilio/voice-quickstart-android/issues/650: "isn't created or you are using an incorrect APP SID".
      log(session.name, `may not call: the account has no TwiML application ${outgoingApplicationSid}`);
      refuse(session, callsid, 31001);
      return;
    }
    if (!account.isActive) {
      log(session.name, `may not call: the account is ${account.standing.status}`);
      refuse(session, callsid, 31002);
      return;
    }
    if (sdp === undefined || !isOffer(sdp) || directory.find(session, callsid)) {
      throw new Error("invite without an offer, or for a sid in use");
    }
    if (this.#calls.size >= MAX_CALLS || directory.legs(session).size >= MAX_LEGS_PER_SESSION) {
      log(session.name, "may not call: too many calls");
      refuse(session, callsid, 31002);
      return;
    }
    const call = new InboundCall({
      session,
      application,
      temporarySid: callsid,
      offer: sdp,
      // Of a name in both, the value of the page counts.
      custom: new Map([...outgoingParams, ...new URLSearchParams(twilio?.params ?? "")]),
      exchange: this.exchange,
      closed: ({ sid }) => this.#calls.delete(sid),
    });
    this.#calls.set(call.sid, call);
    void call.run();
  }

  /** The SDK returns after its socket broke or its token was refreshed, or it takes over a ringing call. */
  #handleReturn(session: SignallingSession, { callsid, sdp }: ClientPayload<"invite">, token: string): void {
    const leg = this.exchange.directory.findByToken(token, session);
    if (leg?.callsid !== callsid) {
      this.exchange.log(callsid, `${session.identity} returned to a call that has ended`);
      session.send({ type: "hangup", payload: { callsid } });
      return;
    }
    if (leg.state.kind !== "pending") {
      leg.rejoin(session);
      return;
    }
    if (sdp !== undefined) leg.takeOver(session, sdp);
  }

  /** Answers a message about a call that the device has no part in. */
  #handleUnknown(session: SignallingSession, message: Exclude<CallMessage, { type: "invite" }>): void {
    const { callsid } = message.payload;
    switch (message.type) {
      case "answer":
      case "reinvite":
        // The call has just been canceled. The hangup makes sure that the device does not stay in it.
        session.send({ type: "hangup", payload: { callsid } });
        return;
      case "message": {
        const { voiceeventsid } = message.payload;
        session.send({ type: "error", payload: { error: signalError(31404), callsid, voiceeventsid } });
        return;
      }
      case "reject":
      case "hangup":
      case "dtmf":
        // The device does not expect an answer.
        return;
    }
  }
}

/** Tells a device why it may not call. */
function refuse(session: SignallingSession, callsid: string, code: SignalErrorCode): void {
  session.send({ type: "hangup", payload: { callsid, error: signalError(code) } });
}
