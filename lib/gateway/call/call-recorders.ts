import { mixFrames } from "../audio/mix";
import type { Cancel } from "../base/clock";
import type { Voice } from "../media/voice";
import type { RecordingFacts } from "../recording/facts";
import type { Recording } from "../recording/recording";
import type { RecordingCallback } from "../twiml/verbs";
import type { CallRecordingOptions } from "./recording-options";
import { reportEnd, reportRecording } from "./recording-report";
import type { ScriptCall } from "./script-call";

/** Recordings of a whole call: what the person says (inbound), what they hear (outbound), or both. */
export class CallRecorders {
  readonly #running = new Map<Recording, { cancel: Cancel; callback: RecordingCallback | undefined }>();

  constructor(readonly call: ScriptCall) {}

  /** Records from now on. Undefined: there is no room for another recording. */
  start(voice: Voice, options: CallRecordingOptions): Recording | undefined {
    const { call } = this;
    const { source, channels, track, trim, callback } = options;
    const recording = call.exchange.recordings.begin({
      callSid: call.sid,
      conferenceSid: null,
      source,
      channels,
      track,
      trim,
    });
    if (!recording) {
      call.log("there is no room for another recording");
      return undefined;
    }
    call.log(`is recorded as ${recording.sid}`);
    const cancel = voice.tap(() => write(recording, voice, options));
    this.#running.set(recording, { cancel, callback });
    reportRecording(call.exchange, callback, "in-progress", recording.facts());
    return recording;
  }

  /** One that runs, by its sid. */
  find(sid: string): Recording | undefined {
    return [...this.#running.keys()].find((recording) => recording.sid === sid);
  }

  /** The one that was begun last and still runs. */
  get latest(): Recording | undefined {
    return [...this.#running.keys()].at(-1);
  }

  /** Ends one. Undefined: it does not run. */
  stop(recording: Recording): RecordingFacts | undefined {
    const running = this.#running.get(recording);
    if (!running) return undefined;
    this.#running.delete(recording);
    running.cancel();
    reportEnd(this.call.exchange, running.callback, recording);
    return recording.stop();
  }

  stopAll(): void {
    for (const recording of [...this.#running.keys()]) this.stop(recording);
  }

  /** Ends all. Idempotent. */
  close(): void {
    this.stopAll();
  }
}

function write(recording: Recording, voice: Voice, { channels, track }: CallRecordingOptions): void {
  if (track === "inbound") recording.write(voice.mic);
  else if (track === "outbound") recording.write(voice.heard);
  else if (channels === 2) recording.write(voice.mic, voice.heard);
  else recording.write(mixFrames([voice.mic, voice.heard]));
}
