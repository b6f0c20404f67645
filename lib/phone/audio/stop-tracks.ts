import type { AudioStream } from "../ports/voice";

/** Lets go of the microphone that a stream comes from. */
export function stopTracks(stream: AudioStream): void {
  for (const track of stream.getTracks()) track.stop();
}
