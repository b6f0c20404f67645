import type { DialRequest, OutgoingCall, Problem } from "../model/types";
import type { VoiceCall } from "../ports/voice";
import { endCall } from "./end-call";
import { acceptCall, receiveInvite } from "./incoming";
import { isAnswered, type Leg } from "./leg";
import { placeCall } from "./outgoing";
import { type CallsParts, createCallSlots } from "./slots";

/** The calls of this tab: at most one that is dialled, rings or is talked in, and one more that waits. */
export interface Calls {
  dial(request: DialRequest): void;
  /** Places a call again that could not be begun. */
  redial(call: OutgoingCall): void;
  answer(): void;
  decline(): void;
  hangUp(): void;
  /** Ends the present call and answers the one that waits. */
  answerWaiting(): void;
  declineWaiting(): void;
  setMuted(muted: boolean): void;
  /** Opens the microphone of the talk again, if it has stopped. */
  retryMicrophone(): void;
  sendDigits(digits: string): void;
  /** An invite came. */
  incoming(call: VoiceCall): void;
  /** The socket is lost: unanswered calls end with it. */
  lineLost(problem: Problem): void;
  /** Whether the network plays what the caller hears while it rings. */
  hasEarlyMedia(): boolean;
  /** Removes a call that still rings from this tab, and sends the network nothing. null: none rings. */
  detachRing(): VoiceCall | null;
  /** Ends every call because the phone leaves this tab: hangs up, but does not decline what still rings. */
  leave(): void;
}

/** The verbs of the phone that concern its calls. A verb that does not suit the present call does nothing. */
export function createCalls(parts: CallsParts): Calls {
  const { store } = parts;
  const slots = createCallSlots(parts);

  function hangUp(leg: Leg | null): void {
    if (leg) endCall(slots, leg, { byMe: true, problem: null });
  }

  return {
    dial: (request) => void placeCall(slots, request),
    redial({ peer, anonymous }) {
      const { username } = peer;
      void placeCall(slots, { username, name: peer.name ?? username ?? "", anonymous });
    },
    answer() {
      const leg = slots.current;
      if (leg) void acceptCall(slots, leg);
    },
    decline() {
      const leg = slots.current;
      if (leg?.stage.kind === "offered") hangUp(leg);
    },
    hangUp: () => hangUp(slots.current),
    answerWaiting() {
      const { current, waiting } = slots;
      if (!waiting) return;
      store.dispatch({ type: "answerWaiting", ref: waiting.info.ref });
      hangUp(current);
      void acceptCall(slots, waiting);
    },
    declineWaiting: () => hangUp(slots.waiting),
    setMuted(muted) {
      const leg = slots.current;
      if (leg?.stage.kind !== "open") return;
      const { call, monitor } = leg.stage;
      call.mute(muted);
      store.dispatch({ type: "muted", ref: leg.info.ref, muted });
      monitor.setMuted(muted);
    },
    retryMicrophone() {
      const stage = slots.current?.stage;
      if (stage?.kind === "open") stage.monitor.retryMicrophone();
    },
    sendDigits(digits) {
      const stage = slots.current?.stage;
      if (stage?.kind === "open" && /^[0-9*#]+$/.test(digits)) stage.call.sendDigits(digits);
    },
    incoming: (call) => receiveInvite(slots, call),
    lineLost(problem) {
      for (const leg of slots.legs) {
        if (!isAnswered(leg)) endCall(slots, leg, { byMe: false, problem });
      }
    },
    hasEarlyMedia() {
      const stage = slots.current?.stage;
      return stage?.kind === "ringing" && stage.earlyMedia;
    },
    detachRing() {
      const leg = slots.current;
      if (leg?.stage.kind !== "offered" || !leg.stage.call.connectToken) return null;
      const { call } = leg.stage;
      slots.remove(leg);
      leg.enter({ kind: "over" });
      return call;
    },
    leave() {
      for (const leg of slots.legs) endCall(slots, leg, { byMe: true, problem: null, leaving: true });
    },
  };
}
