import { type Browser, expect, type Page } from "@playwright/test";
import { installMicrophones, speak } from "./microphones";
import { newPerson, type Person, type PersonOptions } from "./people";
import { expectStatus } from "./phone";
import { listenToSounds } from "./sounds";

const microphone = "Headset";

/** What the microphone of {@link newCaller} gives (Hz). */
export const spokenHertz = 440;
/** The tone after which a message is recorded (Hz). */
const beepHertz = 1_000;

/** Switches a person's voicemail on, as the switch in their settings does. */
export async function switchOnVoicemail({ context, page }: Person): Promise<void> {
  const data = { on: true, noAnswer: true, away: true, declined: true, busy: true };
  const answer = await context.request.put(new URL("/api/voicemail/settings", page.url()).href, { data });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** A person whose microphone is silent until they leave a message, and whose ears the test has. */
export function newCaller(browser: Browser, stem: string, options: PersonOptions = {}): Promise<Person> {
  const prepare = async (page: Page) => {
    await listenToSounds(page);
    await installMicrophones(page, [microphone]);
  };
  return newPerson(browser, stem, { ...options, prepare });
}

/** Waits for the tone, and speaks for three seconds. The message is not ended. */
export async function speakAfterTone({ page }: Person): Promise<void> {
  await expectStatus(page, "Leave a message", 60_000);
  expect(await hearsPitch(page, "voice", beepHertz)).toBe(true);
  await speak(page, microphone, 1);
  const begun = await secondsOf(page);
  await expect.poll(() => secondsOf(page)).toBeGreaterThanOrEqual(begun + 3);
}

/** How long the call has lasted by its timer (s). */
async function secondsOf(page: Page): Promise<number> {
  const [minutes = 0, seconds = 0] = ((await page.getByRole("timer").textContent()) ?? "")
    .split(":")
    .map(Number);
  return 60 * minutes + seconds;
}

type Listening = typeof globalThis & { soundsOfTest?: HTMLAudioElement[] };

/**
 * Waits until a page plays that pitch, and little else, for a tenth of a second. `what`: the other side's `voice`, or a sound
 * whose address contains this. Resolves to whether it was heard within 40 s. The page must have `listenToSounds`.
 */
export function hearsPitch(page: Page, what: string, hertz: number): Promise<boolean> {
  return page.evaluate(
    async ({ what, hertz }) => {
      const context = new AudioContext();
      const analyser = new AnalyserNode(context, { fftSize: 2048, smoothingTimeConstant: 0 });
      const heard = new Set<HTMLAudioElement>();
      const levels = new Float32Array(analyser.frequencyBinCount);
      const bin = context.sampleRate / analyser.fftSize;

      function listen(): void {
        for (const audio of (globalThis as Listening).soundsOfTest ?? []) {
          const isWanted = what === "voice" ? audio.srcObject !== null : audio.src.includes(what);
          if (!isWanted || audio.paused || heard.has(audio)) continue;
          const capture = () => Reflect.get(audio, "captureStream").call(audio) as MediaStream;
          const stream = audio.srcObject instanceof MediaStream ? audio.srcObject : capture();
          if (stream.getAudioTracks().length === 0) continue;
          heard.add(audio);
          context.createMediaStreamSource(stream).connect(analyser);
        }
      }

      /** How much of the sound is within 60 Hz of the pitch, from 0 to 1. */
      function share(): number {
        analyser.getFloatFrequencyData(levels);
        let [all, near] = [1e-7, 0];
        levels.forEach((decibels, index) => {
          const power = 10 ** (decibels / 10);
          all += power;
          if (Math.abs(index * bin - hertz) < 60) near += power;
        });
        return near / all;
      }

      const deadline = Date.now() + 40_000;
      for (let inARow = 0; inARow < 4; ) {
        if (Date.now() > deadline) return false;
        listen();
        await new Promise((resolve) => setTimeout(resolve, 30));
        inARow = share() > 0.7 ? inARow + 1 : 0;
      }
      await context.close();
      return true;
    },
    { what, hertz },
  );
}
