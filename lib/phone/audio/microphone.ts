import type { Cancel, Media } from "../ports/deps";
import type { AudioStream } from "../ports/voice";
import { problemOfMicrophone } from "../problems";
import type { MicrophoneProblem } from "../types";
import { Emitter } from "../util/emitter";
import { stopTracks } from "./stop-tracks";

export type Opened = { readonly ok: true } | { readonly ok: false; readonly problem: MicrophoneProblem };

/** The microphone: opened before a call is made or taken, so that what is wrong with it is known in time. */
export interface Microphone {
  /** Opens the chosen microphone; the SDK's next request for one gets it. */
  open(): Promise<Opened>;
  /** Lets go of what `open` opened and nobody took. */
  close(): void;
  /** For the SDK's `getUserMedia` option. */
  readonly getUserMedia: (constraints: MediaStreamConstraints) => Promise<AudioStream>;
  /** What the SDK was given last. */
  stream(): AudioStream | null;
  /** Calls `listener` each time the SDK is given one: when a call begins, and when another is chosen in it. */
  onGiven(listener: () => void): Cancel;
}

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

  async function capture(constraints: MediaStreamConstraints): Promise<AudioStream> {
    return media.getUserMedia(constraintsFor(constraints));
  }

  function close(): void {
    if (waiting) stopTracks(waiting);
    waiting = null;
  }

  return {
    async open() {
      try {
        const stream = await capture({ audio: true });
        close();
        waiting = stream;
        return { ok: true };
      } catch (error) {
        return { ok: false, problem: problemOfMicrophone(error) };
      }
    },
    close,
    async getUserMedia(constraints) {
      const ready = waiting;
      waiting = null;
      const stream = ready ?? (await capture(constraints));
      given = stream;
      events.emit("given");
      return stream;
    },
    stream: () => given,
    onGiven: (listener) => events.on("given", listener),
  };
}
