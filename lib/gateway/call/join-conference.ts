import { secondsSince } from "../base/clock";
import { ConferenceError } from "../conference/conference-error";
import type { Participant } from "../conference/participant";
import type { DialOutcome } from "../twiml/outcome";
import type { ConferenceNoun } from "../twiml/verbs";
import type { ScriptCall } from "./script-call";

/** How long somebody may stay, and whether the star key leads out. */
export interface ConferenceLimits {
  /** In seconds. */
  timeLimit: number;
  hangupOnStar: boolean;
}

const REFUSED: DialOutcome = { status: "failed", sid: undefined, seconds: 0, bridged: false };

/**
 * Takes a call into a conference. Resolves when it has left, or when it may not come in, or soon after `signal` has aborted. Rejects
 * when the call cannot be answered by the gateway itself.
 */
export async function joinConference(
  call: ScriptCall,
  noun: ConferenceNoun,
  limits: ConferenceLimits,
  signal: AbortSignal,
): Promise<DialOutcome> {
  if (signal.aborted) return REFUSED;
  const { conferences, clock } = call.exchange;
  const voice = call.pickUp();
  let participant: Participant;
  try {
    participant = conferences.join({ callSid: call.sid, voice, noun });
  } catch (error) {
    if (!(error instanceof ConferenceError)) throw error;
    call.log(`cannot join conference ${noun.name}: ${error.message} (Twilio's error ${error.code})`);
    return REFUSED;
  }
  const since = clock.now();
  const leave = () => participant.leave(call.isClosed ? "hung-up" : "redirected");
  signal.addEventListener("abort", leave);
  const cancelTimer = clock.after(limits.timeLimit * 1_000, () => participant.leave("left"));
  const cancelKeys = voice.onDigit((digit) => {
    if (limits.hangupOnStar && digit === "*") participant.leave("left");
  });
  const why = await participant.left;
  signal.removeEventListener("abort", leave);
  cancelTimer();
  cancelKeys();
  if (why === "ended-by-api") call.close("its conference was ended over REST");
  // https://www.twilio.com/docs/voice/twiml/dial: `answered` is the status of a `<Dial>` whose noun is a conference.
  return { status: "answered", sid: undefined, seconds: secondsSince(clock, since), bridged: true };
}
