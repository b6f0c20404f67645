import { expect } from "vitest";
import {
  type VoicemailMessage,
  type VoicemailSwitches,
  voicemailSettingsSchema,
  voicemailsResponseSchema,
} from "@/lib/contracts";
import { dial, type TestCall } from "./calls";
import { webhook } from "./network";
import type { TestPerson } from "./people";
import { voicemail, voicemailAudio, voicemailHeard, voicemailSettings, voicemails } from "./routes";

const allOn: VoicemailSwitches = { on: true, noAnswer: true, away: true, declined: true, busy: true };

/** Switches a person's voicemail on for all calls, but for what `change` says. */
export async function setVoicemail(of: TestPerson, change: Partial<VoicemailSwitches> = {}) {
  const response = await of.browser.send(voicemailSettings.PUT, "/api/voicemail/settings", {
    method: "PUT",
    json: { ...allOn, ...change },
  });
  expect(response.status).toBe(200);
  return voicemailSettingsSchema.parse(await response.json());
}

/** The messages of a person, checked against the contract. */
export async function messagesOf({ browser }: TestPerson): Promise<VoicemailMessage[]> {
  const response = await browser.send(voicemails.GET, "/api/voicemail");
  return voicemailsResponseSchema.parse(await response.json()).messages;
}

const contextOf = (id: string) => ({ params: Promise.resolve({ id }) });

/** Sends `GET /api/voicemail/{id}/audio`. */
export function getAudio(
  { browser }: TestPerson,
  id: string,
  { query = "", headers = {} as Record<string, string> } = {},
): Promise<Response> {
  const context = contextOf(id);
  return browser.send(voicemailAudio.GET, `/api/voicemail/${id}/audio${query}`, { context, headers });
}

/** Sends `POST /api/voicemail/{id}/heard`. */
export function sendHeard({ browser }: TestPerson, id: string): Promise<Response> {
  const context = contextOf(id);
  return browser.send(voicemailHeard.POST, `/api/voicemail/${id}/heard`, { method: "POST", context });
}

/** Sends `DELETE /api/voicemail/{id}`. */
export function sendDelete({ browser }: TestPerson, id: string): Promise<Response> {
  const context = contextOf(id);
  return browser.send(voicemail.DELETE, `/api/voicemail/${id}`, { method: "DELETE", context });
}

/** Calls a person who is away, and is asked for a message. */
export async function reachVoicemail(
  caller: TestPerson,
  callee: TestPerson,
  options: Parameters<typeof dial>[2] = {},
): Promise<TestCall> {
  const call = await dial(caller, callee.username, options);
  expect(call.twiml).toContain("<Record");
  return call;
}

/** Sends the request to the `action` of `<Record>`. */
export function sendRecorded({ callSid }: TestCall, recordingSid: string, seconds = 2): Promise<Response> {
  return webhook("voicemail", {
    CallSid: callSid,
    RecordingSid: recordingSid,
    RecordingDuration: String(seconds),
    RecordingUrl: "http://169.254.169.254/latest/meta-data",
    Digits: "#",
  });
}

/** Sends the status of a recording. */
export function sendStatus(
  { callSid }: TestCall,
  recordingSid: string,
  status = "completed",
  seconds = 2,
): Promise<Response> {
  return webhook("recording", {
    CallSid: callSid,
    RecordingSid: recordingSid,
    RecordingStatus: status,
    RecordingDuration: String(seconds),
  });
}
