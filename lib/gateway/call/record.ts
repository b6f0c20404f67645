import type { Voice } from "../media/voice";
import type { Recording } from "../recording/recording";
import { isSilent } from "../recording/silence";
import type { RecordOutcome } from "../twiml/outcome";
import type { RecordVerb } from "../twiml/verbs";
import { recordingOutcome, reportEnd, reportRecording } from "./recording-report";
import type { ScriptCall } from "./script-call";
import { hear, pause } from "./speech";

/** Ticks in a second. */
const FRAMES_PER_SECOND = 50;

/** Carries out a `<Record>`: a tone, then what the person says until silence, a key, the time or the end of the call. */
export async function record(
  call: ScriptCall,
  voice: Voice,
  verb: RecordVerb,
  signal: AbortSignal,
): Promise<RecordOutcome> {
  const { exchange } = call;
  if (verb.playBeep) await hear(voice, exchange.sounds.beep, 1, signal);
  if (signal.aborted) return { recording: undefined, digits: call.isClosed ? "hangup" : "" };
  const recording = exchange.recordings.begin({
    callSid: call.sid,
    conferenceSid: null,
    source: "RecordVerb",
    channels: 1,
    track: "inbound",
    trim: verb.trim,
  });
  if (!recording) {
    call.log("<Record>: there is no room for another recording");
    return { recording: undefined, digits: "" };
  }
  call.log(`is recorded as ${recording.sid}`);
  reportRecording(exchange, verb.callback, "in-progress", recording.facts());
  const { digit, spoke } = await listen(call, voice, verb, recording, signal);
  const facts = recording.stop();
  const digits = digit ?? (call.isClosed ? "hangup" : "");
  if (!spoke) {
    reportRecording(exchange, verb.callback, "absent", facts);
    exchange.recordings.delete(recording.sid);
    return { recording: undefined, digits };
  }
  reportEnd(exchange, verb.callback, recording);
  return { recording: recordingOutcome(exchange, facts), digits };
}

/** Writes down what the person says. Resolves with the key that ended it, if one did. */
async function listen(
  call: ScriptCall,
  voice: Voice,
  verb: RecordVerb,
  recording: Recording,
  signal: AbortSignal,
): Promise<{ digit: string | undefined; spoke: boolean }> {
  const over = new AbortController();
  let digit: string | undefined;
  let spoke = false;
  let silentFrames = 0;
  const cancels = [
    voice.onDigit((pressed) => {
      if (!verb.finishOnKey.includes(pressed)) return;
      digit = pressed;
      over.abort();
    }),
    voice.tap(() => {
      recording.write(voice.mic);
      const silent = isSilent(voice.mic);
      spoke ||= !silent;
      silentFrames = silent ? silentFrames + 1 : 0;
      if (silentFrames >= verb.timeout * FRAMES_PER_SECOND) over.abort();
    }),
  ];
  const stop = () => over.abort();
  signal.addEventListener("abort", stop);
  await pause(call.exchange.clock, verb.maxLength, over.signal);
  signal.removeEventListener("abort", stop);
  for (const cancel of cancels) cancel();
  return { digit, spoke };
}
