import { problemOfMicrophone } from "../model/problems";
import type { MicrophoneProblem } from "../model/types";
import type { Cancel, Media, Result } from "../ports/deps";
import type { AudioStream } from "../ports/voice";
import { Emitter } from "../util/emitter";

/** The microphone: opened before a call is placed or answered, so that a refusal is known before it costs the call. */
export interface Microphone {
  /** Opens the chosen microphone. The SDK's next request for one gets it. */
  open(): Promise<Result<AudioStream, MicrophoneProblem>>;
  /** Releases what `open` opened, unless the SDK has taken it. */
  close(): void;
  /** For the SDK's `getUserMedia` option. */
  readonly getUserMedia: (constraints: MediaStreamConstraints) => Promise<AudioStream>;
  /** The stream that the SDK was given last. */
  stream(): AudioStream | null;
  /** Calls `listener` each time the SDK is given one: when a call begins, and when another is chosen in it. */
  onGiven(listener: () => void): Cancel;
}

/** Opens the microphone with this id; null: the browser's own choice. */
export async function openMicrophone(
  media: Media,
  id: string | null,
): Promise<Result<AudioStream, MicrophoneProblem>> {
  try {
    const audio = id === null ? true : { deviceId: { exact: id } };
    return { ok: true, value: await media.getUserMedia({ audio }) };
  } catch (error) {
    return { ok: false, problem: problemOfMicrophone(error) };
  }
}

/** Releases the microphone that a stream comes from. */
export function stopTracks(stream: AudioStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** The id of the device that the constraints ask for; undefined: they ask for none in particular. */
function asksFor(constraints: MediaStreamConstraints): unknown {
  const audio = constraints.audio;
  const id = typeof audio === "object" ? audio.deviceId : undefined;
  return typeof id === "object" && !Array.isArray(id) ? id.exact : id;
}

/**
 * `chosen` gives the id of the microphone the user chose, or null. The SDK asks for no device in particular when
 * a call begins, and for "default" each time any device comes or goes: both mean the chosen one.
 */
export function createMicrophone(media: Media, chosen: () => string | null): Microphone {
  let waiting: AudioStream | null = null;
  let given: AudioStream | null = null;
  const events = new Emitter<{ given: [] }>();

  function constraintsFor(constraints: MediaStreamConstraints): MediaStreamConstraints {
    const asked = asksFor(constraints);
    const id = chosen();
    if (id === null || (asked !== undefined && asked !== "default")) return constraints;
    const audio = typeof constraints.audio === "object" ? constraints.audio : {};
    return { ...constraints, audio: { ...audio, deviceId: { exact: id } } };
  }

  function close(): void {
    if (waiting) stopTracks(waiting);
    waiting = null;
  }

  return {
    async open() {
      const opened = await openMicrophone(media, chosen());
      if (opened.ok) {
        close();
        waiting = opened.value;
      }
      return opened;
    },
    close,
    async getUserMedia(constraints) {
      const ready = waiting;
      waiting = null;
      const stream = ready ?? (await media.getUserMedia(constraintsFor(constraints)));
      given = stream;
      events.emit("given");
      return stream;
    },
    stream: () => given,
    onGiven: (listener) => events.on("given", listener),
  };
}
