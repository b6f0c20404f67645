import type { Frame } from "../audio/frame";

/** About -42 dB of full scale: above the noise of a quiet room, and below speech. */
const HEARD_FROM = 256;

/** Whether nothing is heard in a frame. */
export function isSilent(frame: Frame): boolean {
  for (const sample of frame) {
    if (sample >= HEARD_FROM || sample <= -HEARD_FROM) return false;
  }
  return true;
}
