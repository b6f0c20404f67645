import type { VoiceCall } from "../ports/voice";
import type { Core } from "../state/store";
import type { CallInfo, DialRequest, Problem } from "../types";
import { answerCall, takeInvite } from "./incoming";
import { placeCall } from "./outgoing";
import { type CallsParts, createDesk, type Desk } from "./slots";

/** The calls of this tab: at most one that is talked in or rings, and one more that waits. */
export interface Calls {
  dial(request: DialRequest): void;
  /** Places a call again that could not be begun. */
  redial(call: CallInfo): void;
  answer(): void;
  decline(): void;
  hangUp(): void;
  answerWaiting(): void;
  declineWaiting(): void;
  setMuted(muted: boolean): void;
  sendDigits(digits: string): void;
  incoming(call: VoiceCall): void;
  lineLost(problem: Problem): void;
  busy(): boolean;
  /** The network plays what the caller hears while it rings. */
  hasEarlyMedia(): boolean;
  /** Takes a call that still rings away from this tab, without a word to the network. */
  detachRing(): VoiceCall | null;
  /** Ends every call because the phone leaves this tab: hangs up, but does not decline what still rings. */
  leave(): void;
}

export function createCalls(core: Core, parts: CallsParts): Calls {
  const desk: Desk = createDesk(core, parts);

  function end(leg = desk.current): void {
    if (leg) desk.finish(leg, { byMe: true, problem: null });
  }

  return {
    dial: (request) => void placeCall(desk, request),
    redial({ peer, anonymous }) {
      if (peer.username === null) return;
      void placeCall(desk, { username: peer.username, name: peer.name ?? peer.username, anonymous });
    },
    answer: () => void answerCall(desk),
    decline() {
      if (desk.current?.info.direction === "incoming" && desk.current.stage === "ringing") end();
    },
    hangUp: () => end(),
    answerWaiting() {
      const next = desk.waiting;
      if (!next) return;
      core.dispatch({ type: "answerWaiting", ref: next.info.ref });
      end();
      void answerCall(desk);
    },
    declineWaiting: () => end(desk.waiting),
    setMuted(muted) {
      const leg = desk.current;
      if (leg?.stage !== "open") return;
      leg.call?.mute(muted);
      desk.mutedTalk.setMuted(muted);
      core.dispatch({ type: "muted", ref: leg.info.ref, muted });
    },
    sendDigits(digits) {
      if (desk.current?.stage === "open" && /^[0-9*#]+$/.test(digits)) desk.current.call?.sendDigits(digits);
    },
    incoming: (call) => takeInvite(desk, call),
    lineLost(what) {
      for (const leg of [desk.waiting, desk.current]) {
        const answered = leg?.stage === "open" || leg?.stage === "answering";
        if (leg && !answered) desk.finish(leg, { byMe: false, problem: what });
      }
    },
    busy: () => desk.current !== null,
    hasEarlyMedia: () => desk.current?.hasEarlyMedia ?? false,
    detachRing() {
      const leg = desk.current;
      const rings = leg?.info.direction === "incoming" && leg.stage === "ringing";
      return rings && leg.call?.connectToken ? desk.detach(leg) : null;
    },
    leave() {
      for (const leg of [desk.waiting, desk.current]) {
        if (leg) desk.finish(leg, { byMe: true, problem: null, leaving: true });
      }
    },
  };
}
