import { isRefusal, problemOfMicrophone } from "../model/problems";
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
  /** Why the SDK's last request failed; null: it did not. */
  failure(): MicrophoneProblem | null;
  /** Calls `listener` each time the SDK is given one: when a call begins, and when another is chosen in it. */
  onGiven(listener: () => void): Cancel;
}

/** Which microphone to open. */
export interface MicrophoneChoice {
  /** The id of the one that the user chose and that is listed; null: the browser's own choice. */
  chosen(): string | null;
  /** Reads the list of devices again. Never rejects. */
  refresh(): Promise<void>;
}

async function tryToOpen(media: Media, id: string | null): Promise<Result<AudioStream, MicrophoneProblem>> {
  try {
    const audio = id === null ? true : { deviceId: { exact: id } };
    return { ok: true, value: await media.getUserMedia({ audio }) };
  } catch (error) {
    return { ok: false, problem: await whyNotOpened(media, error) };
  }
}

async function whyNotOpened(media: Media, error: unknown): Promise<MicrophoneProblem> {
  return problemOfMicrophone(error, isRefusal(error) ? await media.permission() : null);
}

/**
 * Opens the chosen microphone. If it is gone, the list was out of date, because browsers do not report every departure:
 * then opens the one that has its name now, or the browser's own choice. The user's choice stays.
 */
export async function openMicrophone(
  media: Media,
  { chosen, refresh }: MicrophoneChoice,
): Promise<Result<AudioStream, MicrophoneProblem>> {
  const isGone = (opened: Result<AudioStream, MicrophoneProblem>) =>
    !opened.ok && opened.problem.code === "mic_missing";
  const id = chosen();
  const first = await tryToOpen(media, id);
  if (id === null || !isGone(first)) return first;
  await refresh();
  const found = chosen();
  if (found !== null && found !== id) {
    const second = await tryToOpen(media, found);
    if (!isGone(second)) return second;
  }
  return tryToOpen(media, null);
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
 * The SDK asks for no device in particular when
 * a call begins, and for "default" each time any device comes or goes: both mean the chosen one.
 */
export function createMicrophone(media: Media, choice: MicrophoneChoice): Microphone {
  let failure: MicrophoneProblem | null = null;
  let waiting: AudioStream | null = null;
  let given: AudioStream | null = null;
  const events = new Emitter<{ given: [] }>();

  function constraintsFor(constraints: MediaStreamConstraints): MediaStreamConstraints {
    const asked = asksFor(constraints);
    const id = choice.chosen();
    if (id === null || (asked !== undefined && asked !== "default")) return constraints;
    const audio = typeof constraints.audio === "object" ? constraints.audio : {};
    return { ...constraints, audio: { ...audio, deviceId: { exact: id } } };
  }

  /** What the SDK asks for. Where the chosen microphone stands for it and is gone: what was asked for. */
  async function openFor(constraints: MediaStreamConstraints): Promise<AudioStream> {
    const wanted = constraintsFor(constraints);
    try {
      return await media.getUserMedia(wanted);
    } catch (error) {
      failure = await whyNotOpened(media, error);
      if (wanted === constraints || failure.code !== "mic_missing") throw error;
      await choice.refresh();
      return media.getUserMedia(constraints);
    }
  }

  function close(): void {
    if (waiting) stopTracks(waiting);
    waiting = null;
  }

  return {
    async open() {
      const opened = await openMicrophone(media, choice);
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
      failure = null;
      const stream = ready ?? (await openFor(constraints));
      given = stream;
      events.emit("given");
      return stream;
    },
    stream: () => given,
    failure: () => failure,
    onGiven: (listener) => events.on("given", listener),
  };
}
