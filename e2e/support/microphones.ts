import type { Page } from "@playwright/test";

interface Bench {
  /** Sets how loud a microphone is: 0 is silence, 1 a clear voice. */
  speak(label: string, loudness: number): void;
  /** `told`: whether the browser reports the change, which it does not always do. */
  plug(label: string, told: boolean): void;
  unplug(label: string, told: boolean): void;
  /** Ends the sound that the microphone gives now, as a driver that restarts does. It can be opened again. */
  interrupt(label: string): void;
  /** Refuses every request with a NotAllowedError of this message; null: no longer. */
  refuse(message: string | null): void;
  /** The number of live tracks of that microphone in the page. */
  open(label: string): number;
}

type Benched = typeof globalThis & { microphonesOfTest?: Bench };

/**
 * Replaces Chromium's fake microphones, which always beep and cannot be unplugged, by those of the test. Each one gives
 * a real track with real sound, so the SDK, the codec, the network and the meters work as usual. They sound in bursts, as
 * a voice does, and are silent at first. The outputs stay Chromium's.
 *
 * Call it before the page is opened (`PersonOptions.prepare`).
 */
export async function installMicrophones(page: Page, labels: readonly string[]): Promise<void> {
  await page.addInitScript((names) => {
    const real = navigator.mediaDevices;
    // A new page of Firefox is empty and not secure, and has no devices yet.
    if (!real) return;
    const [getReal, listReal] = [real.getUserMedia.bind(real), real.enumerateDevices.bind(real)];
    interface Source {
      readonly label: string;
      /** New each time the page is loaded, as in a browser that has forgotten the site. */
      readonly id: string;
      plugged: boolean;
      loudness: number;
      gain: GainNode | null;
      readonly tracks: MediaStreamTrack[];
    }
    const sources: Source[] = names.map((label) => {
      return { label, id: crypto.randomUUID(), plugged: true, loudness: 0, gain: null, tracks: [] };
    });
    let audio: AudioContext | null = null;
    let refusal: string | null = null;

    function find(label: string): Source {
      const source = sources.find((one) => one.label === label);
      if (!source) throw new Error(`No microphone is called ${label}`);
      return source;
    }

    /** A tone that swells four times a second. */
    function gainOf(context: AudioContext, source: Source): GainNode {
      const [tone, bursts] = [
        new OscillatorNode(context, { frequency: 440 }),
        new GainNode(context, { gain: 0.5 }),
      ];
      const swing = new OscillatorNode(context, { frequency: 4 });
      const depth = new GainNode(context, { gain: 0.5 });
      const gain = new GainNode(context, { gain: source.loudness });
      swing.connect(depth).connect(bursts.gain);
      tone.connect(bursts).connect(gain);
      tone.start();
      swing.start();
      return gain;
    }

    function capture(source: Source): MediaStream {
      audio ??= new AudioContext();
      source.gain ??= gainOf(audio, source);
      const outlet = new MediaStreamAudioDestinationNode(audio, { channelCount: 1 });
      source.gain.connect(outlet);
      source.tracks.push(...outlet.stream.getAudioTracks());
      return outlet.stream;
    }

    real.getUserMedia = async (constraints) => {
      const asked = constraints?.audio;
      if (!asked) return getReal(constraints);
      if (refusal !== null) throw new DOMException(refusal, "NotAllowedError");
      const wanted = typeof asked === "object" ? asked.deviceId : undefined;
      const id = typeof wanted === "object" && !Array.isArray(wanted) ? wanted.exact : wanted;
      const plugged = sources.filter((one) => one.plugged);
      const source = id && id !== "default" ? plugged.find((one) => one.id === id) : plugged[0];
      if (!source) throw new DOMException("Requested device not found", "NotFoundError");
      return capture(source);
    };

    real.enumerateDevices = async () => {
      const device = (deviceId: string, label: string): MediaDeviceInfo => {
        const info = { deviceId, label, kind: "audioinput" as const, groupId: label };
        return { ...info, toJSON: () => info };
      };
      const plugged = sources.filter((one) => one.plugged);
      const [first] = plugged;
      const standard = first ? [device("default", `Default - ${first.label}`)] : [];
      const others = (await listReal()).filter(({ kind }) => kind !== "audioinput");
      return [...standard, ...plugged.map(({ id, label }) => device(id, label)), ...others];
    };

    function endTracks(source: Source): void {
      // The tracks end; copies that the page made of them fall silent.
      source.gain?.disconnect();
      source.gain = null;
      for (const track of source.tracks.splice(0)) {
        track.stop();
        track.dispatchEvent(new Event("ended"));
      }
    }

    const tellChange = () => real.dispatchEvent(new Event("devicechange"));
    (globalThis as Benched).microphonesOfTest = {
      speak(label, loudness) {
        const source = find(label);
        source.loudness = loudness;
        if (source.gain) source.gain.gain.value = loudness;
      },
      plug(label, told) {
        find(label).plugged = true;
        if (told) tellChange();
      },
      unplug(label, told) {
        const source = find(label);
        source.plugged = false;
        endTracks(source);
        if (told) tellChange();
      },
      interrupt: (label) => endTracks(find(label)),
      refuse(message) {
        refusal = message;
      },
      open: (label) => find(label).tracks.filter(({ readyState }) => readyState === "live").length,
    };
  }, labels);
}

function onBench<K extends keyof Bench>(
  page: Page,
  action: K,
  ...args: Parameters<Bench[K]>
): Promise<ReturnType<Bench[K]>> {
  return page.evaluate(
    ([name, given]) => {
      const bench = (globalThis as Benched).microphonesOfTest;
      if (!bench) throw new Error("installMicrophones was not called for this page");
      const run = bench[name as keyof Bench] as (...all: unknown[]) => unknown;
      return run(...given);
    },
    [action, args] as const,
  ) as Promise<ReturnType<Bench[K]>>;
}

/** Makes a microphone that loud: 0 is silence, 1 a clear voice. */
export const speak = (page: Page, label: string, loudness: number) => onBench(page, "speak", label, loudness);

/** Unplugs a microphone: its tracks end, and the browser no longer lists it. */
export const unplug = (page: Page, label: string) => onBench(page, "unplug", label, true);

export const plug = (page: Page, label: string) => onBench(page, "plug", label, true);

/** As `unplug`, and the browser does not report it (no `devicechange`). */
export const unplugUnnoticed = (page: Page, label: string) => onBench(page, "unplug", label, false);

/** As `plug`, and the browser does not report it. */
export const plugUnnoticed = (page: Page, label: string) => onBench(page, "plug", label, false);

/** Ends the sound that a microphone gives now. It can be opened again. */
export const interrupt = (page: Page, label: string) => onBench(page, "interrupt", label);

/** Refuses the microphone with a NotAllowedError of this message; null: no longer. */
export const refuseMicrophone = (page: Page, message: string | null) => onBench(page, "refuse", message);

/** Lets the browser refuse to measure any stream, as Firefox does when sample rates differ. */
export const refuseToMeasure = (page: Page) =>
  page.addInitScript(() => {
    AudioContext.prototype.createMediaStreamSource = () => {
      throw new DOMException("Connecting AudioNodes of different sample rates", "NotSupportedError");
    };
  });

/** The number of live tracks of that microphone in the page. */
export const openTracks = (page: Page, label: string) => onBench(page, "open", label);
