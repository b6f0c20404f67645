import type { Page } from "@playwright/test";

interface Sound {
  /** The file's name without its ending, such as "ringtone". */
  readonly name: string;
  readonly loop: boolean;
  /** The id of the output; "" is the system's default. */
  readonly sink: string;
}

type Listening = typeof globalThis & { soundsOfTest?: HTMLAudioElement[] };

/** Lets a test find what a page plays: its sounds and voices. Call it before the page is opened. */
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

/** The product's sounds that are playing now: their current time advances. */
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

/** The mean power (0..1) of a playing sound of that name over a second. A file of silence has 0. */
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

/** The product's sounds are far above this power; its file of silence has 0. */
export const heard = 1e-3;

/** The ids of the outputs that play the other side's voice ("": the system's default). */
export const voiceOutputs = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const played = (globalThis as Listening).soundsOfTest ?? [];
    return played
      .filter(({ srcObject, paused }) => srcObject !== null && !paused)
      .map(({ sinkId }) => sinkId);
  });
