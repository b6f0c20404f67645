import { twilioTime } from "../base/twilio-time";
import type { RecordingFacts as Stored } from "../recording/facts";
import type { Recording } from "../recording/recording";
import type { RecordingFacts } from "../twiml/outcome";
import type { RecordingCallback, RecordingEvent } from "../twiml/verbs";
import type { FormParams } from "../webhook/signature";
import type { Exchange } from "./exchange";
import { API_VERSION } from "./params";

/** The address of a recording, as webhooks name it: without an ending it is the WAV file. */
export function recordingUrl(exchange: Exchange, sid: string): string {
  return exchange.restUrl(`/${API_VERSION}/Accounts/${exchange.account.sid}/Recordings/${sid}`);
}

/** A recording as an action learns of it. */
export function recordingOutcome(exchange: Exchange, stored: Stored): RecordingFacts {
  return {
    sid: stored.sid,
    url: recordingUrl(exchange, stored.sid),
    seconds: Math.round(stored.durationSeconds),
  };
}

/**
 * Tells the application how far a recording has got, if it asked for that
 * (https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback).
 */
export function reportRecording(
  exchange: Exchange,
  callback: RecordingCallback | undefined,
  event: RecordingEvent,
  stored: Stored,
): void {
  exchange.journal.add({
    kind: "recording",
    callSid: stored.callSid,
    conferenceSid: stored.conferenceSid ?? undefined,
    recordingSid: stored.sid,
    state: event,
    seconds: stored.durationSeconds,
  });
  if (!callback?.events.has(event)) return;
  const params: FormParams = [
    ["AccountSid", exchange.account.sid],
    ["CallSid", stored.callSid],
    ...(stored.conferenceSid === null ? [] : [["ConferenceSid", stored.conferenceSid] as const]),
    ["RecordingSid", stored.sid],
    ["RecordingUrl", recordingUrl(exchange, stored.sid)],
    ["RecordingStatus", event],
    ["RecordingDuration", String(Math.round(stored.durationSeconds))],
    ["RecordingChannels", String(stored.channels)],
    ["RecordingStartTime", twilioTime(stored.startedAt)],
    ["RecordingSource", stored.source],
    ["RecordingTrack", stored.track],
    ["ErrorCode", event === "absent" ? String(stored.errorCode ?? 0) : "0"],
  ];
  exchange.webhooks.report(callback, params, stored.callSid);
}

/** Reports the end of a recording once its sound can be read, or that there is none. */
export function reportEnd(
  exchange: Exchange,
  callback: RecordingCallback | undefined,
  recording: Recording,
): void {
  void recording.ended.then((stored) => {
    reportRecording(exchange, callback, stored.status === "completed" ? "completed" : "absent", stored);
  });
}
