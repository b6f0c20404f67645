import type { Cancel, Clock, Media, Meter } from "../ports/deps";
import type { AudioStream } from "../ports/voice";
import { createScope } from "../util/scope";

const levelEveryMs = 100;

/**
 * Calls `onLevel` with the loudness of a stream, 0 to 1, ten times a second until the returned function is called. null:
 * this browser cannot measure it. Never throws, because a meter must not be in the way of what it decorates.
 */
export function watchLevel(
  { clock, media }: { readonly clock: Clock; readonly media: Media },
  stream: AudioStream,
  onLevel: (level: number) => void,
): Cancel | null {
  const meter = meterOf(media, stream);
  if (!meter) return null;
  const watching = createScope();
  watching.add(
    () => meter.close(),
    clock.every(levelEveryMs, () => onLevel(meter.read())),
  );
  return watching.end;
}

function meterOf(media: Media, stream: AudioStream): Meter | null {
  try {
    return media.meter(stream);
  } catch {
    return null;
  }
}
