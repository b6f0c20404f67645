import type { Cancel, Clock, Media } from "../ports/deps";
import type { AudioStream } from "../ports/voice";
import { createScope } from "../util/scope";

const levelEveryMs = 100;

/** Calls `onLevel` with the loudness of a stream, 0 to 1, ten times a second until the returned function is called. */
export function watchLevel(
  { clock, media }: { readonly clock: Clock; readonly media: Media },
  stream: AudioStream,
  onLevel: (level: number) => void,
): Cancel {
  const watching = createScope();
  const meter = media.meter(stream);
  watching.add(
    () => meter.close(),
    clock.every(levelEveryMs, () => onLevel(meter.read())),
  );
  return watching.end;
}
