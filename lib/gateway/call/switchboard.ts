import { isOffer } from "../media/sdp";
import type { CallMessage, ClientPayload } from "../signalling/protocol";
import type { CallMessageHandler } from "../signalling/sessions";
import { signalError } from "../signalling/signal-error";
import type { SignallingSession } from "../signalling/signalling-session";
import type { DeviceLeg } from "./device-leg";
import type { Exchange } from "./exchange";
import { InboundCall } from "./inbound-call";

const MAX_CALLS = 500;
/** The SDK holds one call at a time, and a few that ring. */
const MAX_LEGS_PER_SESSION = 32;

/** Owns the calls, and brings what devices say about calls to the leg it is about. */
export class Switchboard implements CallMessageHandler {
  readonly #calls = new Map<string, InboundCall>();

  constructor(readonly exchange: Exchange) {}

  get calls(): InboundCall[] {
    return [...this.#calls.values()];
  }

  /** A device sees only its own legs: a sid it has no part in means nothing to it. */
  handleMessage(session: SignallingSession, message: CallMessage): void {
    if (message.type === "invite") {
      this.#invite(session, message.payload);
      return;
    }
    const { callsid } = message.payload;
    const leg = this.exchange.directory.find(session, callsid);
    if (!leg) {
      this.#unknown(session, message);
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
        return;
      case "message":
        this.#message(leg, message.payload);
        return;
    }
  }

  sessionClosed(session: SignallingSession): void {
    for (const leg of this.exchange.directory.legs(session)) leg.sessionClosed(session);
  }

  close(): void {
    for (const call of this.calls) call.close("the gateway stops");
  }

  #invite(session: SignallingSession, payload: ClientPayload<"invite">): void {
    if (payload.reconnect !== undefined) {
      this.#return(session, payload, payload.reconnect);
      return;
    }
    const { config, directory, log } = this.exchange;
    const { callsid, sdp, twilio } = payload;
    if (session.state.kind !== "listening") {
      session.send({ type: "hangup", payload: { callsid, error: signalError(31205) } });
      return;
    }
    if (session.state.grant.outgoingApplicationSid !== config.applicationSid) {
      log(session.name, "may not call: its token has no outgoing grant for TWILIO_TWIML_APP_SID");
      session.send({ type: "hangup", payload: { callsid, error: signalError(31201) } });
      return;
    }
    if (sdp === undefined || !isOffer(sdp) || directory.find(session, callsid)) {
      throw new Error("invite without an offer, or twice");
    }
    if (this.#calls.size >= MAX_CALLS || directory.legs(session).size >= MAX_LEGS_PER_SESSION) {
      log(session.name, "may not call: too many calls");
      session.send({ type: "hangup", payload: { callsid, error: signalError(31002) } });
      return;
    }
    const call = new InboundCall({
      session,
      temporarySid: callsid,
      offer: sdp,
      custom: new Map(new URLSearchParams(twilio?.params ?? "")),
      exchange: this.exchange,
      closed: ({ sid }) => this.#calls.delete(sid),
    });
    this.#calls.set(call.sid, call);
    void call.run();
  }

  /** The SDK is back after its socket broke, has refreshed its token in a call, or takes a ringing call over. */
  #return(session: SignallingSession, { callsid, sdp }: ClientPayload<"invite">, token: string): void {
    const leg = this.exchange.directory.findByToken(token, session.identity ?? "");
    if (leg?.callsid !== callsid) {
      this.exchange.log(callsid, `${session.identity} came back to a call that is over`);
      session.send({ type: "hangup", payload: { callsid } });
      return;
    }
    if (leg.state.kind !== "pending") {
      leg.rejoin(session);
      return;
    }
    if (sdp !== undefined) leg.takeOver(session, sdp);
  }

  #message(leg: DeviceLeg, { callsid, voiceeventsid }: ClientPayload<"message">): void {
    // On Twilio it goes to a subscription of the application's, made over REST, which this gateway has not.
    this.exchange.log(leg.callsid, `${leg.identity} sends a message to the application`);
    leg.send({ type: "ack", payload: { acktype: "message", callsid, voiceeventsid } });
  }

  #unknown(session: SignallingSession, message: CallMessage): void {
    const { callsid } = message.payload;
    switch (message.type) {
      case "answer":
      case "reinvite":
        // It answers a call that has just been canceled: nothing half-open may remain.
        session.send({ type: "hangup", payload: { callsid } });
        return;
      case "message": {
        const { voiceeventsid } = message.payload;
        session.send({ type: "error", payload: { error: signalError(31404), callsid, voiceeventsid } });
        return;
      }
      default:
        return;
    }
  }
}
