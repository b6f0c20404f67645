import { testCallParameter } from "@/lib/contracts";
import type { VoiceCall } from "../ports/voice";
import { makeProblem } from "../problems";
import { networkLimitMs, withLimit } from "../util/timeout";
import { readInvite } from "./invite";
import { createLeg } from "./leg";
import type { Desk } from "./slots";

/** Longer than any `<Dial timeout>` of ours: only a ring whose end got lost lasts so long. */
const ringLimitMs = 120_000;
/** A caller is not kept waiting longer than this for the word that tells them why. */
const busyLimitMs = 1_500;

/**
 * An invite came. While two people talk, one more may ring softly. In every other case the phone is busy: also
 * while I call somebody, be it the very person who calls me. When both dial each other at once, each rejects the
 * other's invite, so both calls end as busy and no call is left that only one side knows of.
 */
export function takeInvite(desk: Desk, call: VoiceCall): void {
  // Diagnostics calls the person's own Devices, and answers on one of its own.
  if (call.parameters.has(testCallParameter)) {
    call.ignore();
    return;
  }
  const { clock, uuid } = desk.core.deps;
  const talking = desk.current?.stage === "open";
  const info = readInvite(call.parameters, uuid);
  if (desk.current && (!talking || desk.waiting)) {
    void rejectAsBusy(desk, call, info.ref);
    return;
  }

  const leg = createLeg(info, "ringing", clock.now());
  if (desk.current) desk.waiting = leg;
  else desk.current = leg;
  desk.connect(leg, call);
  leg.limit = clock.after(ringLimitMs, () => desk.finish(leg, { byMe: false, problem: null }));
  desk.core.dispatch({ type: "incoming", call: leg.info });
}

/** To the network a phone without room and a person who declines are one; the server is told first which this is. */
async function rejectAsBusy({ core }: Desk, call: VoiceCall, ref: string): Promise<void> {
  const { api, clock } = core.deps;
  const told = api.busy(ref, core.tab);
  await withLimit(clock, busyLimitMs, told, makeProblem("server_unreachable")).catch(() => {});
  call.reject();
}

/** Answers what rings: microphone first, so that a refused one does not cost the call. */
export async function answerCall(desk: Desk): Promise<void> {
  const leg = desk.current;
  if (!leg?.call || leg.info.direction !== "incoming" || leg.stage !== "ringing") return;
  const { core, microphone } = desk;
  const { ref } = leg.info;
  leg.stage = "answering";
  core.dispatch({ type: "answering", ref });

  const opened = await microphone.open();
  if (leg.stage !== "answering") return microphone.close();
  if (!opened.ok) {
    leg.stage = "ringing";
    return core.dispatch({ type: "answerFailed", ref, problem: opened.problem });
  }
  leg.limit();
  leg.limit = core.deps.clock.after(networkLimitMs, () => {
    desk.finish(leg, { byMe: false, problem: makeProblem("answer_timeout") });
  });
  leg.accepted = true;
  leg.call.accept();
}
