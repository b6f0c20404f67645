import { PageUnfitError } from "../model/problems";
import type { Cancel, Media, Meter, MicrophoneCondition, Speaker } from "../ports/deps";

/** The address of one of the project's own sounds (made by `scripts/sounds.mjs`). */
export function soundUrl(name: string): string {
  return `/sounds/${name}.wav`;
}

/** The browser refused to play, as opposed to a file that could not be loaded. */
function isHeldBack(error: unknown): boolean {
  return error instanceof DOMException && error.name === "NotAllowedError";
}

function canChooseOutput(): boolean {
  return typeof HTMLMediaElement.prototype.setSinkId === "function";
}

/** Plays through audio elements, which can play on a chosen output in every browser that offers the choice. */
export function createSpeaker(): Speaker {
  return {
    play(tone, { loop, sink, blocked }) {
      const audio = new Audio(soundUrl(tone));
      audio.loop = loop;
      let stopped = false;
      async function begin(): Promise<void> {
        if (sink !== null && canChooseOutput()) await audio.setSinkId(sink).catch(() => {});
        if (!stopped) await audio.play();
      }
      begin().catch((error: unknown) => {
        if (!stopped && isHeldBack(error)) blocked?.();
      });
      return () => {
        stopped = true;
        audio.pause();
        audio.removeAttribute("src");
      };
    },
    mayPlay: () =>
      tryToPlay().then(
        () => true,
        (error: unknown) => !isHeldBack(error),
      ),
  };
}

/** Plays a silent file, which the browser treats as sound. Rejects while the page may not play any. */
export async function tryToPlay(): Promise<void> {
  const audio = new Audio(soundUrl("silence"));
  await audio.play();
  audio.pause();
}

/** Connects the stream to an analyser. Throws what the browser throws, and then leaves no AudioContext open. */
function createAnalyser(stream: MediaStream, options?: AudioContextOptions): AnalyserNode {
  const context = new AudioContext(options);
  try {
    // An AudioContext created before the user has touched the page is suspended; resuming a running one does no harm.
    context.resume().catch(() => {});
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    context.createMediaStreamSource(stream).connect(analyser);
    return analyser;
  } catch (error) {
    closeContext(context);
    throw error;
  }
}

function closeContext(context: BaseAudioContext): void {
  if (context instanceof AudioContext) context.close().catch(() => {});
}

/** Firefox connects a stream only to an AudioContext of the same sample rate. */
function createAnalyserAtAnyRate(stream: MediaStream): AnalyserNode {
  try {
    return createAnalyser(stream);
  } catch (error) {
    const { sampleRate } = stream.getAudioTracks()[0]?.getSettings() ?? {};
    if (sampleRate === undefined) throw error;
    return createAnalyser(stream, { sampleRate });
  }
}

function createMeter(stream: MediaStream): Meter {
  const copy = stream.clone();
  const stopCopy = () => {
    for (const track of copy.getTracks()) track.stop();
  };
  let analyser: AnalyserNode;
  try {
    for (const track of copy.getAudioTracks()) track.enabled = true;
    analyser = createAnalyserAtAnyRate(copy);
  } catch (error) {
    stopCopy();
    throw error;
  }
  const samples = new Float32Array(analyser.fftSize);
  return {
    read() {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      // Maps -60 to 0 dB, the range of speech, to 0 to 1.
      return Math.min(1, Math.max(0, 1 + (10 * Math.log10(power + 1e-9)) / 60));
    },
    close() {
      stopCopy();
      closeContext(analyser.context);
    },
  };
}

function conditionOf(track: MediaStreamTrack): MicrophoneCondition {
  if (track.readyState === "ended") return "ended";
  return track.muted ? "muted" : "live";
}

function followTrack(track: MediaStreamTrack, listener: (condition: MicrophoneCondition) => void): Cancel {
  const listening = new AbortController();
  const { signal } = listening;
  track.addEventListener("ended", () => listener("ended"), { signal });
  for (const event of ["mute", "unmute"]) {
    track.addEventListener(event, () => listener(conditionOf(track)), { signal });
  }
  const now = conditionOf(track);
  if (now !== "live") listener(now);
  return () => listening.abort();
}

/** null where the browser does not know the permission by this name, as Firefox did not for long. */
async function queryPermission(): Promise<PermissionStatus | null> {
  try {
    return await navigator.permissions.query({ name: "microphone" });
  } catch {
    return null;
  }
}

/** navigator.mediaDevices, which is absent on an insecure page. */
export function createMedia(): Media {
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  return {
    async getUserMedia(constraints) {
      if (!devices)
        throw new PageUnfitError(window.isSecureContext ? "unsupported_browser" : "insecure_page");
      return devices.getUserMedia(constraints);
    },
    enumerateDevices: async () => (devices ? devices.enumerateDevices() : []),
    onDeviceChange(listener) {
      devices?.addEventListener("devicechange", listener);
      return () => devices?.removeEventListener("devicechange", listener);
    },
    canChooseOutput: canChooseOutput(),
    meter: (stream) => (stream instanceof MediaStream ? createMeter(stream) : { read: () => 0, close() {} }),
    onMicrophoneChange(stream, listener) {
      const [track] = stream instanceof MediaStream ? stream.getAudioTracks() : [];
      return track ? followTrack(track, listener) : () => {};
    },
    permission: async () => (await queryPermission())?.state ?? null,
    onPermissionChange(listener) {
      const listening = new AbortController();
      void queryPermission().then((status) => {
        if (!listening.signal.aborted) status?.addEventListener("change", listener, listening);
      });
      return () => listening.abort();
    },
  };
}
