import { vi } from "vitest";
import { fullRate } from "../telephone-rate";

/** Stands in for what a browser has for recording and playing. It must be made after the fake timers. */
export class RecordingBrowser {
  /** What `getUserMedia` throws; null: it gives a microphone. */
  refusal: unknown = null;
  /** The browser's question is open until this resolves. */
  question: Promise<void> = Promise.resolve();
  /** What is decoded of the next recording. */
  sound = { seconds: 3, loudness: 0.5 };
  /** The browser cannot decode what it has recorded. */
  isDeaf = false;
  /** The devices that were asked for: an id, or null for any. */
  readonly asked: (string | null)[] = [];
  /** The addresses that are playing. */
  readonly playing = new Set<string>();
  private readonly tracks: { stop(): void; live: boolean }[] = [];
  private readonly recorders = new Set<{ stop(): void }>();

  constructor() {
    const browser = this;

    class Recorder {
      state = "inactive";
      readonly mimeType = "audio/webm";
      ondataavailable: ((event: { data: Blob }) => void) | null = null;
      onstop: (() => void) | null = null;
      start() {
        this.state = "recording";
        browser.recorders.add(this);
      }
      stop() {
        this.state = "inactive";
        browser.recorders.delete(this);
        queueMicrotask(() => {
          this.ondataavailable?.({ data: new Blob([browser.sound.seconds > 0 ? "sound" : ""]) });
          this.onstop?.();
        });
      }
    }

    class Decoder {
      async decodeAudioData() {
        if (browser.isDeaf) throw new DOMException("", "EncodingError");
        const { seconds, loudness } = browser.sound;
        const length = seconds * fullRate;
        const samples = new Float32Array(length).fill(loudness);
        return { length, numberOfChannels: 1, getChannelData: () => samples };
      }
    }

    class Context {
      createMediaStreamSource = () => ({ connect() {} });
      resume = async () => undefined;
      close = async () => undefined;
    }

    class Analyser {
      readonly fftSize = 4;
      getFloatTimeDomainData = (samples: Float32Array) => void samples.fill(0.1);
    }

    class Player {
      onpause: (() => void) | null = null;
      onended: (() => void) | null = null;
      constructor(readonly src: string) {}
      async play() {
        browser.playing.add(this.src);
      }
      pause() {
        browser.playing.delete(this.src);
        this.onpause?.();
      }
    }

    const mediaDevices = { getUserMedia: (constraints: MediaStreamConstraints) => this.ask(constraints) };
    vi.stubGlobal("navigator", Object.assign(Object.create(navigator), { mediaDevices }));
    vi.stubGlobal("MediaRecorder", Recorder);
    vi.stubGlobal("OfflineAudioContext", Decoder);
    vi.stubGlobal("AudioContext", Context);
    vi.stubGlobal("AnalyserNode", Analyser);
    vi.stubGlobal("Audio", Player);
  }

  private async ask({ audio }: MediaStreamConstraints) {
    const id = typeof audio === "object" ? audio.deviceId : null;
    this.asked.push(typeof id === "object" && id !== null && !Array.isArray(id) ? String(id.exact) : null);
    await this.question;
    if (this.refusal) throw this.refusal;
    const track = {
      live: true,
      stop() {
        track.live = false;
      },
    };
    this.tracks.push(track);
    return { getTracks: () => [track] };
  }

  /** The number of microphones that are open. */
  openMicrophones(): number {
    return this.tracks.filter(({ live }) => live).length;
  }

  /** The microphone is unplugged: what records it stops by itself. */
  unplug(): void {
    for (const recorder of this.recorders) recorder.stop();
  }
}
