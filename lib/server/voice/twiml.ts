import "server-only";
import VoiceResponse from "twilio/lib/twiml/VoiceResponse.js";
import { testCallParameter } from "@/lib/contracts";
import { env } from "@/lib/env";
import { ringSeconds } from "../calls/conclude";

/** Whom to ring for a call, and what they are told of the caller. */
export interface Invite {
  readonly ref: string;
  /** The callee's Twilio identity. */
  readonly identity: string;
  /** null: an anonymous call. */
  readonly caller: { readonly username: string; readonly displayName: string } | null;
}

/**
 * TwiML that rings a person's devices.
 *
 * `answerOnBridge` keeps the caller's leg unanswered until then, so that "ringing" is true. For an anonymous call
 * the caller's id is replaced too: it would be the `From` of the callee's invite.
 */
export function dialTwiml({ ref, identity, caller }: Invite): string {
  const { APP_URL } = env();
  const response = new VoiceResponse();
  const dial = response.dial({
    answerOnBridge: true,
    timeout: ringSeconds,
    action: `${APP_URL}/api/voice/dial`,
    method: "POST",
    ...(caller ? {} : { callerId: "client:anonymous" }),
  });
  const client = dial.client({
    statusCallback: `${APP_URL}/api/voice/status`,
    statusCallbackMethod: "POST",
    statusCallbackEvent: ["initiated", "ringing", "answered", "completed"],
  });
  client.identity(identity);
  client.parameter({ name: "ref", value: ref });
  if (caller) {
    client.parameter({ name: "name", value: withoutNoncharacters(caller.displayName) });
    client.parameter({ name: "username", value: caller.username });
  }
  return response.toString();
}

/** TwiML for a test call: it rings the caller's own Devices, of which the one that diagnostics holds answers. */
export function testTwiml(identity: string): string {
  const response = new VoiceResponse();
  const client = response.dial({ answerOnBridge: true, timeout: 10, timeLimit: 60 }).client();
  client.identity(identity);
  client.parameter({ name: testCallParameter, value: "1" });
  return response.toString();
}

/**
 * TwiML that turns a call away. `<Reject>` as the only verb is the one way not to answer the caller's leg, so that
 * nothing is billed and no timer starts; `<Hangup>` would answer first. `busy` is a tone, not an announcement.
 */
export function rejectTwiml(): string {
  const response = new VoiceResponse();
  response.reject({ reason: "busy" });
  return response.toString();
}

/** TwiML that ends the caller's leg once `<Dial>` is over. */
export function hangupTwiml(): string {
  const response = new VoiceResponse();
  response.hangup();
  return response.toString();
}

/** The answer to a progress report: nothing to do. */
export function emptyTwiml(): string {
  return new VoiceResponse().toString();
}

/** XML has no place for these two, and the builder throws. */
function withoutNoncharacters(text: string): string {
  return text.replace(/[\uFFFE\uFFFF]/g, "");
}
