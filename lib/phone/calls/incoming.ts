import { inviteParamsSchema, testCallParameter } from "@/lib/contracts";
import { makeProblem } from "../model/problems";
import type { IncomingCall, Peer } from "../model/types";
import type { VoiceCall } from "../ports/voice";
import { hasRoom, placesAnonymousCall } from "../state/selectors";
import { afterAwake } from "../util/sleep";
import { networkLimitMs, withLimit } from "../util/timeout";
import { endCall } from "./end-call";
import { followCall } from "./follow-call";
import { createLeg, type Leg } from "./leg";
import type { CallSlots } from "./slots";

/** Longer (ms) than any `<Dial timeout>` of ours: a ring lasts so long only if the message of its end was lost. */
const ringLimitMs = 120_000;
/** How long (ms) a call is kept ringing so that the server learns first why it is rejected. */
const busyLimitMs = 1_500;

const anonymousPeer: Peer = { name: null, username: null };

/**
 * Who calls, from the `<Parameter>`s of an invite. They come over the network. Malformed ones are shown as an anonymous
 * call with a ref of our own, because any call that rings must be answerable.
 */
function readInvite(parameters: ReadonlyMap<string, string>, uuid: () => string): IncomingCall {
  const parsed = inviteParamsSchema.safeParse(Object.fromEntries(parameters));
  if (!parsed.success) return { ref: uuid(), direction: "incoming", peer: anonymousPeer, anonymous: true };
  const { ref, name = null, username = null, known, guest } = parsed.data;
  const peer: Peer = guest ? { name, username: null, guest: true } : { name, username };
  const info = { ref, direction: "incoming", peer, anonymous: name === null } as const;
  return known === "0" ? { ...info, newCaller: true } : info;
}

/** The network cannot tell a busy phone from a person who declines, so the reason is first reported to the server. */
async function rejectAsBusy({ store }: CallSlots, call: VoiceCall, ref: string): Promise<void> {
  const { api, clock } = store.deps;
  const known = api.busy(ref, store.tab);
  await withLimit(clock, busyLimitMs, known, makeProblem("server_unreachable")).catch(() => {});
  call.reject();
}

/** Ends a call that has rung too long, counted from `since`, if it is still in its present stage. */
function limitRing(slots: CallSlots, leg: Leg, since: number): void {
  const { clock } = slots.store.deps;
  const leftMs = since + ringLimitMs - clock.now();
  leg.stageScope.add(clock.after(leftMs, () => endCall(slots, leg, { byMe: false, problem: null })));
}

/** Lets an invite ring if there is room for it; else rejects it as busy. */
export function receiveInvite(slots: CallSlots, call: VoiceCall): void {
  // The test call of the diagnostics rings all Devices of this person, and is answered by a Device of the diagnostics.
  if (call.parameters.has(testCallParameter)) {
    call.ignore();
    return;
  }
  const { store } = slots;
  const { clock, uuid } = store.deps;
  // A busy phone would show who makes the anonymous call: the callee could ring everybody to find out. Like this the
  // call rings on unanswered, and is a missed call afterwards.
  if (placesAnonymousCall(store.getState())) {
    call.ignore();
    return;
  }
  const info = readInvite(call.parameters, uuid);
  if (!hasRoom(store.getState()) || slots.legs.some((leg) => leg.info.ref === info.ref)) {
    void rejectAsBusy(slots, call, info.ref);
    return;
  }

  const since = clock.now();
  const leg = createLeg(info, { kind: "offered", call, since });
  slots.add(leg);
  followCall(slots, leg, call);
  limitRing(slots, leg, since);
  store.dispatch({ type: "incoming", call: info });
}

/** Answers a call that rings: microphone first, so that a refused one does not cost the call. */
export async function acceptCall(slots: CallSlots, leg: Leg): Promise<void> {
  const { store, microphone } = slots;
  const { stage } = leg;
  const { ref } = leg.info;
  if (stage.kind !== "offered") return;
  const { call, since } = stage;
  leg.enter({ kind: "answering", call, since });
  const answering = leg.stageScope;
  limitRing(slots, leg, since);
  // The answer goes before the picture of it.
  store.view.putOff((state) => !("answering" in state && state.answering));
  store.dispatch({ type: "answering", ref });

  const opened = await microphone.open();
  if (!answering.active) return microphone.close();
  if (!opened.ok) {
    leg.enter({ kind: "offered", call, since });
    limitRing(slots, leg, since);
    return store.dispatch({ type: "answerFailed", ref, problem: opened.problem });
  }
  leg.scope.add(microphone.close);
  leg.enter({ kind: "accepted", call, since });
  leg.stageScope.add(
    afterAwake(store.deps.clock, networkLimitMs, () => {
      endCall(slots, leg, { byMe: false, problem: makeProblem("answer_timeout") });
    }),
  );
  call.accept();
}
