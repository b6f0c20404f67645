import { SAMPLE_RATE } from "../audio/frame";
import { type Sound, SoundError, type Sounds } from "../audio/sounds";

/** Sounds of one frequency each, so that a test can tell by ear which one is heard. */
export const TEST_HZ = {
  say: 500,
  file: 440,
  keys: 700,
  beep: 1_000,
  enter: 1_200,
  exit: 1_300,
  ringback: 425,
  music: 600,
} as const;

/** A sine of half the full amplitude. */
export function sine(hz: number, seconds: number): Sound {
  const samples = new Int16Array(Math.round(seconds * SAMPLE_RATE));
  return samples.map((_, at) => Math.round(16_000 * Math.sin((2 * Math.PI * hz * at) / SAMPLE_RATE)));
}

/** `say` takes a second, whatever the text. A file lasts as many seconds as its name says: `/2.wav`. */
export class FakeSounds implements Sounds {
  readonly beep = sine(TEST_HZ.beep, 0.2);
  readonly enter = sine(TEST_HZ.enter, 0.2);
  readonly exit = sine(TEST_HZ.exit, 0.2);
  readonly ringback = sine(TEST_HZ.ringback, 1);
  readonly music = sine(TEST_HZ.music, 1);

  async load(url: string): Promise<Sound> {
    const seconds = Number(/\/(\d+)\.wav$/.exec(new URL(url).pathname)?.[1]);
    if (!(seconds > 0)) throw new SoundError(11200, `${url} answered 404`);
    return sine(TEST_HZ.file, seconds);
  }

  async say(): Promise<Sound> {
    return sine(TEST_HZ.say, 1);
  }

  keys(digits: string): Sound {
    return sine(TEST_HZ.keys, digits.length / 10);
  }
}
