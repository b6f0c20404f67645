import type { Page } from "@playwright/test";

interface Sound {
  /** Which of the product's sounds, such as "ringtone". */
  readonly name: string;
  readonly loop: boolean;
  /** "" is the system's default output. */
  readonly sink: string;
}

type Listening = typeof globalThis & { soundsOfTest?: HTMLAudioElement[] };

/** Lets a test hear what a page plays beside its calls. Install it before the page is opened. */
export async function listenToSounds(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const played: HTMLAudioElement[] = [];
    (globalThis as Listening).soundsOfTest = played;
    const play = HTMLAudioElement.prototype.play;
    HTMLAudioElement.prototype.play = function (this: HTMLAudioElement) {
      if (!played.includes(this)) played.push(this);
      return play.call(this);
    };
  });
}

/** The product's sounds that run at this moment: time passes in them. */
export const sounding = (page: Page): Promise<Sound[]> =>
  page.evaluate(async () => {
    const played = ((globalThis as Listening).soundsOfTest ?? []).filter(
      (audio) => audio.src !== "" && !audio.paused,
    );
    const before = played.map((audio) => audio.currentTime);
    await new Promise((resolve) => setTimeout(resolve, 200));
    return played
      .filter((audio, index) => audio.currentTime !== before[index])
      .map(({ src, loop, sinkId }) => ({ name: src.replace(/^.*\/|\.\w+$/g, ""), loop, sink: sinkId }));
  });

/** The mean power of what a running sound of that name gives for a second, 0 to 1: a file of silence has none. */
export const powerOf = (page: Page, name: string): Promise<number> =>
  page.evaluate(async (wanted) => {
    const audio = (globalThis as Listening).soundsOfTest?.find(
      ({ src, paused }) => !paused && src.includes(wanted),
    );
    if (!audio) return 0;
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 2048 });
    const capture: () => MediaStream = Reflect.get(audio, "captureStream").bind(audio);
    context.createMediaStreamSource(capture()).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let sum = 0;
    for (let reading = 0; reading < 20; reading += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      analyser.getFloatTimeDomainData(samples);
      sum += samples.reduce((power, sample) => power + sample * sample, 0) / samples.length;
    }
    await context.close();
    return sum / 20;
  }, name);

/** The product's sounds are far above this, its file of silence is 0. */
export const heard = 1e-3;

/** The outputs on which the voice of the other side is heard ("": wherever the system plays). */
export const voiceOutputs = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const played = (globalThis as Listening).soundsOfTest ?? [];
    return played
      .filter(({ srcObject, paused }) => srcObject !== null && !paused)
      .map(({ sinkId }) => sinkId);
  });
