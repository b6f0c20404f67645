import type { ConnectParams } from "@/lib/contracts";
import type { VoiceCall } from "../ports/voice";
import { makeProblem, problemOf } from "../problems";
import type { CallInfo, DialRequest } from "../types";
import { networkLimitMs } from "../util/timeout";
import { createLeg } from "./leg";
import type { Desk } from "./slots";

/** Calls somebody: microphone first, then the invite, then 10 s for the first sign of the other side. */
export async function placeCall(desk: Desk, request: DialRequest): Promise<void> {
  const { core, microphone } = desk;
  const { clock, uuid } = core.deps;
  const line = desk.line();
  const device = line.device();
  if (desk.current || line.report().kind !== "up" || !device) return;

  const info: CallInfo = {
    ref: uuid(),
    direction: "outgoing",
    peer: { name: request.name, username: request.username },
    anonymous: request.anonymous,
  };
  const leg = createLeg(info, "placing", clock.now());
  desk.current = leg;
  core.dispatch({ type: "dial", call: info });

  const opened = await microphone.open();
  if (leg.stage === "over") return microphone.close();
  if (!opened.ok) {
    leg.stage = "over";
    desk.current = null;
    core.dispatch({ type: "dialFailed", ref: info.ref, problem: opened.problem });
    return line.idle();
  }

  let connecting = false;
  leg.limit = clock.after(networkLimitMs, () => {
    desk.finish(leg, { byMe: false, problem: makeProblem("connect_timeout") });
  });
  // Given up while the SDK still waits for its socket: the Device would refuse every later call.
  leg.undo.push(() => connecting && line.rebuild());
  let call: VoiceCall;
  try {
    await line.freshen();
    if (isOver(leg.stage)) return;
    const params: ConnectParams = {
      To: request.username,
      ref: info.ref,
      anonymous: request.anonymous ? "1" : "0",
    };
    connecting = true;
    call = await device.connect(params);
  } catch (error) {
    connecting = false;
    return desk.finish(leg, { byMe: false, problem: problemOf(error) });
  }
  connecting = false;
  if (isOver(leg.stage)) return call.disconnect();
  desk.connect(leg, call);
}

/** Asked anew after each wait, because the stage changes meanwhile. */
function isOver(stage: string): boolean {
  return stage === "over";
}
