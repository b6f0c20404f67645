import type { Cancel } from "../base/clock";
import type { Switchboard } from "../call/switchboard";
import type { Invitation } from "./invitation";
import { invalid, Refusal } from "./rest-reply";

/** Twilio's default for a call (https://www.twilio.com/docs/voice/api/call-resource#create-a-call). */
const DEFAULT_TIME_LIMIT_SECONDS = 14_400;

/**
 * Makes the call that an invitation asks for, which joins the conference when it is answered. What is returned ends it before.
 *
 * @throws Refusal when there are too many calls
 */
export function callInto(switchboard: Switchboard, invitation: Invitation): Cancel {
  const { callSid, from, client, noun, timeout, timeLimit, recording } = invitation;
  const call = switchboard.callOut({
    sid: callSid,
    identity: client.identity,
    parameters: client.parameters,
    from,
    document: { conference: noun },
    fallback: undefined,
    statusCallback: client.statusCallback,
    statusCallbackEvents: client.statusCallbackEvents,
    timeout,
    timeLimit: timeLimit ?? DEFAULT_TIME_LIMIT_SECONDS,
    recording: recording && { ...recording, source: "OutboundAPI" },
  });
  if (!call) throw new Refusal(invalid("there are too many calls"));
  return () => call.hangUp();
}
