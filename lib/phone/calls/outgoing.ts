import type { ConnectParams } from "@/lib/contracts";
import { makeProblem, ProblemError, problemOf } from "../model/problems";
import type { DialRequest, OutgoingCall } from "../model/types";
import type { Cancel } from "../ports/deps";
import { canDial } from "../state/selectors";
import { afterAwake } from "../util/sleep";
import { networkLimitMs, wakingLimitMs } from "../util/timeout";
import { endCall } from "./end-call";
import { followCall } from "./follow-call";
import { createLeg, type Leg } from "./leg";
import type { CallSlots } from "./slots";
import { watchStage } from "./watch-stage";

/** What is sent in place of a username by a guest, whose token calls one person whatever is asked for. */
const linkOwner = "guest";

/**
 * Places a call: opens the microphone, sends the invite, and gives the network 10 s to react. While closed devices of the
 * callee are rung, the server holds the network's question for longer.
 */
export async function placeCall(slots: CallSlots, request: DialRequest): Promise<void> {
  const { store, microphone, registration } = slots;
  if (!canDial(store.getState())) return;
  const info: OutgoingCall = {
    ref: store.deps.uuid(),
    direction: "outgoing",
    peer: { name: request.name, username: request.username },
    anonymous: request.anonymous,
  };
  const leg = createLeg(info, { kind: "placing" });
  slots.add(leg);
  // The invite goes before the picture of it.
  store.view.putOff(({ kind }) => kind !== "dialing");
  store.dispatch({ type: "dial", call: info });

  const opened = await microphone.open();
  if (!leg.scope.active) return microphone.close();
  if (opened.ok) {
    leg.scope.add(microphone.close);
    return connectCall(slots, leg, request.username ?? linkOwner);
  }
  leg.enter({ kind: "over" });
  slots.remove(leg);
  store.dispatch({ type: "dialFailed", ref: info.ref, problem: opened.problem });
  registration.idle();
}

async function connectCall(slots: CallSlots, leg: Leg, username: string): Promise<void> {
  const { store, registration } = slots;
  const { clock } = store.deps;
  const placing = leg.stageScope;
  const begun = clock.now();
  let deadline = begun + networkLimitMs;
  let endLimit: Cancel = () => {};
  let connecting = false;

  function limitStage(): void {
    const timedOut = () => endCall(slots, leg, { byMe: false, problem: makeProblem("connect_timeout") });
    endLimit();
    endLimit = afterAwake(clock, deadline - clock.now(), timedOut);
    leg.stageScope.add(endLimit);
  }

  limitStage();
  const stages = watchStage(slots, leg, () => {
    deadline = begun + wakingLimitMs;
    if (leg.stage.kind === "placing" || leg.stage.kind === "sent") limitStage();
  });
  // If the call ends while the SDK still waits for its socket, the Device would refuse every later call.
  placing.add(() => connecting && registration.rebuild());
  try {
    await registration.freshen();
    const device = registration.device();
    if (!placing.active) return;
    if (!device) throw new ProblemError(makeProblem("signalling_lost"));
    const params: ConnectParams = {
      To: username,
      ref: leg.info.ref,
      anonymous: leg.info.anonymous ? "1" : "0",
    };
    connecting = true;
    const call = await device.connect(params);
    connecting = false;
    if (!placing.active) return call.disconnect();
    leg.enter({ kind: "sent", call });
    limitStage();
    followCall(slots, leg, call);
    leg.scope.add(call.on("accept", stages.answered));
  } catch (error) {
    connecting = false;
    endCall(slots, leg, { byMe: false, problem: problemOf(error) });
  }
}
