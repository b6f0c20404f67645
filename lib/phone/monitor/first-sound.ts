import type { Cancel, Clock } from "../ports/deps";
import type { VoiceCall } from "../ports/voice";

/** A way for sound that was not found for so long, which is longer than any browser takes, is not there. */
const limitMs = 20_000;

/**
 * Says once that sound came, or that none did. The SDK says `accept` as soon as it knows where to send sound, before
 * any has found its way. Somebody who is muted sends silence, which counts.
 */
export function followFirstSound(
  call: VoiceCall,
  clock: Clock,
  hooks: { readonly heard: () => void; readonly never: () => void },
): Cancel[] {
  const cancel = clock.after(limitMs, hooks.never);
  const unlisten = call.on("sample", ({ receives }) => {
    if (!receives) return;
    cancel();
    hooks.heard();
  });
  return [cancel, unlisten];
}
