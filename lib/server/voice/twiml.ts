import "server-only";
import VoiceResponse from "twilio/lib/twiml/VoiceResponse.js";
import { type InviteParams, testCallParameter } from "@/lib/contracts";
import { env } from "@/lib/env";
import type { Locale } from "@/lib/i18n/locales";
import { longestTalkSeconds, ringSeconds } from "../calls/times";
import { localeQuery } from "./caller-locale";

/** Whom a call rings, and what the callee's phone shows about the caller. */
export interface Invite {
  readonly ref: string;
  /** The Twilio identities of the callee's devices. */
  readonly identities: readonly string[];
  /** The caller's language, for voicemail. Undefined: not known. */
  readonly locale?: Locale | undefined;
  /** null: an anonymous call. */
  readonly caller: InvitingCaller | null;
}

/** Who calls. `known`: the callee has called, answered or allowed the caller before (`isKnown`). Without a username: a guest. */
export type InvitingCaller =
  | { readonly username: string; readonly displayName: string; readonly known: boolean }
  | { readonly username: null; readonly displayName: string };

/**
 * TwiML that rings a person's devices, all at once. The first that answers is connected.
 *
 * `answerOnBridge` keeps the caller's leg unanswered until the callee answers, so that the caller's phone rings.
 * `callerId` replaces the caller's identity, which would otherwise be the `From` of the callee's invite.
 */
export function dialTwiml(invite: Invite): string {
  const { APP_URL } = env();
  const response = new VoiceResponse();
  const dial = response.dial({
    answerOnBridge: true,
    timeout: ringSeconds,
    timeLimit: longestTalkSeconds(),
    action: `${APP_URL}/api/voice/dial${localeQuery(invite.locale)}`,
    method: "POST",
    // No person has one of these two names (lib/contracts/reserved.ts).
    callerId: `client:${invite.caller ? (invite.caller.username ?? "guest") : "anonymous"}`,
  });
  for (const identity of invite.identities) {
    const client = dial.client({
      statusCallback: `${APP_URL}/api/voice/status`,
      statusCallbackMethod: "POST",
      statusCallbackEvent: ["initiated", "ringing", "answered", "completed"],
    });
    client.identity(identity);
    for (const [name, value] of Object.entries(inviteParams(invite))) client.parameter({ name, value });
  }
  return response.toString();
}

function inviteParams({ ref, caller }: Invite): InviteParams {
  if (!caller) return { ref };
  const name = withoutNoncharacters(caller.displayName);
  if (caller.username === null) return { ref, name, guest: "1" };
  return { ref, name, username: caller.username, known: caller.known ? "1" : "0" };
}

/** How long (s) a test call may take. It measures for 15 s. */
const testSeconds = 60;

/** TwiML for a test call: it rings the caller's own device, and the Device that the diagnostics page holds answers. */
export function testTwiml(identity: string): string {
  const response = new VoiceResponse();
  const client = response.dial({ answerOnBridge: true, timeout: 10, timeLimit: testSeconds }).client();
  client.identity(identity);
  client.parameter({ name: testCallParameter, value: "1" });
  return response.toString();
}

/**
 * TwiML that refuses a call. Only `<Reject>`, as the only verb, leaves the caller's leg unanswered, so that nothing is
 * billed and no timer starts; `<Hangup>` would answer it first. The reason `busy` plays a tone, not an announcement.
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

/** TwiML that does nothing: the answer to a progress report. */
export function emptyTwiml(): string {
  return new VoiceResponse().toString();
}

/** XML cannot contain these two characters; the builder throws for them. */
function withoutNoncharacters(text: string): string {
  return text.replace(/[\uFFFE\uFFFF]/g, "");
}
