import type { Media, Meter, Speaker } from "../ports/deps";

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

function createMeter(stream: MediaStream): Meter {
  const copy = stream.clone();
  for (const track of copy.getAudioTracks()) track.enabled = true;
  const context = new AudioContext();
  // An AudioContext created before the user has touched the page is suspended; resuming a running one does no harm.
  context.resume().catch(() => {});
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(copy).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    read() {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      // Maps -60 to 0 dB, the range of speech, to 0 to 1.
      return Math.min(1, Math.max(0, 1 + (10 * Math.log10(power + 1e-9)) / 60));
    },
    close() {
      for (const track of copy.getTracks()) track.stop();
      void context.close();
    },
  };
}

/** navigator.mediaDevices, which is absent on an insecure page. */
export function createMedia(): Media {
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  return {
    async getUserMedia(constraints) {
      if (!devices) throw new DOMException("No media devices on this page", "NotFoundError");
      return devices.getUserMedia(constraints);
    },
    enumerateDevices: async () => (devices ? devices.enumerateDevices() : []),
    onDeviceChange(listener) {
      devices?.addEventListener("devicechange", listener);
      return () => devices?.removeEventListener("devicechange", listener);
    },
    canChooseOutput: canChooseOutput(),
    meter: (stream) => (stream instanceof MediaStream ? createMeter(stream) : { read: () => 0, close() {} }),
  };
}
