import { makeProblem } from "../model/problems";
import type { Problem } from "../model/types";
import { watchMediaLoss } from "../monitor/media-loss";
import { watchTalk } from "../monitor/talk";
import type { VoiceCall } from "../ports/voice";
import { talkOf } from "../state/selectors";
import { endCall } from "./end-call";
import { isAnswered, type Leg } from "./leg";
import type { CallSlots } from "./slots";

/** What the phone needs to know of the SDK's call. */
interface CallHooks {
  ringing(earlyMedia: boolean): void;
  accepted(): void;
  /** The network ended it, or it failed. */
  over(problem: Problem | null): void;
}

/**
 * Listens to the SDK's call. Its `error` comes before `disconnect` when the network hung up with a reason, after it
 * when media failed, and alone when an answer could not be made (call.ts, `_onHangup` and `onerror`). So all events of
 * one turn are handled together.
 */
function listenToCall(leg: Leg, call: VoiceCall, hooks: CallHooks): void {
  let failure: Problem | null = null;
  let gone = false;
  let settling = false;

  function settle(): void {
    if (settling) return;
    settling = true;
    queueMicrotask(() => {
      settling = false;
      const problem = failure;
      failure = null;
      if (!leg.scope.active) return;
      if (gone || (problem && leg.stage.kind !== "open")) hooks.over(problem);
    });
  }
  function end(): void {
    gone = true;
    settle();
  }

  leg.scope.add(
    call.on("ringing", hooks.ringing),
    call.on("accept", hooks.accepted),
    call.on("cancel", end),
    call.on("disconnect", end),
    call.on("error", (problem) => {
      failure = problem;
      settle();
    }),
    // An unanswered call does not survive the loss of its socket.
    call.on("reconnecting", () => {
      if (!isAnswered(leg)) hooks.over(makeProblem("signalling_lost"));
    }),
  );
}

/** Both ends have answered: two people talk from now on. */
function openCall(slots: CallSlots, leg: Leg, call: VoiceCall): void {
  if (leg.stage.kind === "open" || leg.stage.kind === "over") return;
  const { store, devices, registration } = slots;
  const { clock } = store.deps;
  const { ref } = leg.info;
  const loss = watchMediaLoss(leg.scope, call, clock, {
    silent: (silent) => store.dispatch({ type: silent ? "mediaLost" : "mediaBack", ref }),
    giveUp: (problem) => endCall(slots, leg, { byMe: false, problem }),
  });
  const monitor = watchTalk(leg.scope, slots, ref, call);
  const since = clock.now();
  // The connection for the sound is made now, and goes before the picture of the talk.
  store.view.putOff((state) => talkOf(state)?.call.ref !== ref);
  leg.enter({ kind: "open", call, since, loss, monitor });
  store.dispatch({ type: "answered", ref, at: since });
  devices.callOpened(registration.device());
}

/** Follows the SDK's call of a leg until it is over, and moves the leg and the phone's state along with it. */
export function followCall(slots: CallSlots, leg: Leg, call: VoiceCall): void {
  const { store } = slots;
  listenToCall(leg, call, {
    ringing(earlyMedia) {
      if (leg.stage.kind !== "sent") return;
      leg.enter({ kind: "ringing", call, since: store.deps.clock.now(), earlyMedia });
      store.dispatch({ type: "ringing", ref: leg.info.ref });
    },
    accepted: () => openCall(slots, leg, call),
    over: (problem) => endCall(slots, leg, { byMe: false, problem }),
  });
}
