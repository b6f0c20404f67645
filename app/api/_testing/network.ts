import { randomBytes } from "node:crypto";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { testEnvironment } from "@/lib/db/testing/environment";
import { Browser } from "./browser";
import {
  voiceCall,
  voiceDial,
  voiceRecording,
  voiceStatus,
  voiceTranscription,
  voiceVoicemail,
} from "./routes";

const routes = {
  call: voiceCall,
  dial: voiceDial,
  status: voiceStatus,
  voicemail: voiceVoicemail,
  recording: voiceRecording,
  transcription: voiceTranscription,
};
const wire = new Browser();

/** A new CallSid. */
export function newCallSid(): string {
  return `CA${randomBytes(16).toString("hex")}`;
}

/** The signature that the voice network puts on a webhook. */
export function sign(
  path: string,
  form: Record<string, string>,
  key = testEnvironment.TWILIO_AUTH_TOKEN,
): string {
  return getExpectedTwilioSignature(key, `${testEnvironment.APP_URL}${path}`, form);
}

/** Sends a webhook as the voice network does. `query`: of its address, such as `?locale=ja`. */
export async function webhook(
  route: keyof typeof routes,
  form: Record<string, string>,
  headers: Record<string, string> = {},
  query = "",
): Promise<Response> {
  const path = `/api/voice/${route}${query}`;
  return wire.send(routes[route].POST, path, {
    form,
    headers: { "x-twilio-signature": sign(path, form), ...headers },
  });
}

/** The parameters of the request to the voice URL, as Twilio sends them. */
export function voiceRequest(
  identity: string,
  custom: Record<string, string>,
  callSid = newCallSid(),
): Record<string, string> {
  return {
    AccountSid: testEnvironment.TWILIO_ACCOUNT_SID,
    ApplicationSid: testEnvironment.TWILIO_TWIML_APP_SID,
    ApiVersion: "2010-04-01",
    CallSid: callSid,
    CallStatus: "ringing",
    Caller: `client:${identity}`,
    Direction: "inbound",
    From: `client:${identity}`,
    Called: "",
    ...custom,
  };
}
