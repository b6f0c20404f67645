import { greetingContentType, greetingMaxSeconds } from "@/lib/contracts";
import { fullRate, telephoneRate, toTelephoneRate } from "./telephone-rate";
import { encodeWav } from "./wav";

/** Below this (0 to 1) nothing can be heard: even a quiet voice in a quiet room is ten times as loud. */
const silentPeak = 0.01;

/** A recording in the form that the server takes, and callers hear. */
export interface RecordedGreeting {
  readonly file: Blob;
  readonly seconds: number;
  /** Nothing can be heard in it, such as when the microphone has a switch that is off. */
  readonly isSilent: boolean;
}

/** Makes a greeting of what the browser has recorded, in whatever format. Rejects if it cannot be decoded. */
export async function makeGreeting(recorded: Blob): Promise<RecordedGreeting> {
  // The context is only here for its rate, which whatever it decodes gets.
  const context = new OfflineAudioContext(1, 1, fullRate);
  const sound = await context.decodeAudioData(await recorded.arrayBuffer());
  // A timer that is late lets a recording become longer than the server takes.
  const samples = toTelephoneRate(mixed(sound)).subarray(0, greetingMaxSeconds * telephoneRate);
  return {
    file: new Blob([encodeWav(samples, telephoneRate)], { type: greetingContentType }),
    seconds: samples.length / telephoneRate,
    isSilent: samples.every((sample) => Math.abs(sample) < silentPeak),
  };
}

/** All channels in one. */
function mixed(sound: AudioBuffer): Float32Array {
  const channels = Array.from({ length: sound.numberOfChannels }, (_, index) => sound.getChannelData(index));
  const [only, ...others] = channels;
  if (only && others.length === 0) return only;
  return Float32Array.from(
    { length: sound.length },
    (_, at) => channels.reduce((sum, channel) => sum + (channel[at] ?? 0), 0) / channels.length,
  );
}
