import { AtMost } from "../base/at-most";
import type { Clock } from "../base/clock";
import { type Log, reason, silentLog } from "../base/log";
import { SAMPLE_RATE } from "./frame";
import { hum } from "./hum";
import type { Sound } from "./sounds";
import { synthesise, voiceOf } from "./synthesiser";
import { toSound } from "./to-sound";
import { readWav } from "./wav";

/**
 * The longest text of a `<Say>` with one of Twilio's basic voices (https://www.twilio.com/docs/api/errors/13521). The rest of a
 * longer one is not spoken.
 */
export const MAX_TEXT = 4_096;

/** So many texts are remembered, and so many are spoken at once. */
const REMEMBERED = 16;
const AT_ONCE = 4;
const MAX_SAMPLES = 20 * 60 * SAMPLE_RATE;

/** Who speaks, and by what time. */
export interface SpeechOptions {
  clock: Clock;
  /** The path of the synthesiser. Undefined: texts are hummed. */
  program: string | undefined;
  log?: Log;
}

/** Speaks texts, by the machine's synthesiser where there is one. */
export class Speech {
  readonly #clock: Clock;
  readonly #program: string | undefined;
  readonly #log: Log;
  /** The last texts by voice and text, the one used last at the end. */
  readonly #remembered = new Map<string, Promise<Sound>>();
  readonly #closed = new AbortController();
  readonly #places = new AtMost(AT_ONCE);

  constructor({ clock, program, log = silentLog }: SpeechOptions) {
    this.#clock = clock;
    this.#program = program;
    this.#log = log;
  }

  /** The text, spoken; a hum when it cannot be. Of an empty text the sound is empty. Never rejects. */
  async say(text: string, language: string): Promise<Sound> {
    const spoken = text.slice(0, MAX_TEXT).trim();
    if (spoken === "") return new Int16Array(0);
    if (this.#program === undefined || this.#closed.signal.aborted) return hum(spoken.length);
    const key = `${voiceOf(language)} ${spoken}`;
    const sound = this.#remembered.get(key) ?? this.#speak(this.#program, voiceOf(language), spoken);
    this.#remember(key, sound);
    try {
      return await sound;
    } catch (error) {
      this.#remembered.delete(key);
      this.#log("speech", `${this.#program}: ${reason(error)}; the text is hummed`);
      return hum(spoken.length);
    }
  }

  /** Ends what is being spoken: it is hummed, as everything after it. */
  close(): void {
    this.#closed.abort();
    this.#remembered.clear();
  }

  #speak(program: string, voice: string, text: string): Promise<Sound> {
    return this.#places.run(async () => {
      const { signal } = this.#closed;
      const wav = await synthesise({ program, voice, text, clock: this.#clock, signal });
      return toSound(readWav(wav), MAX_SAMPLES);
    });
  }

  #remember(key: string, sound: Promise<Sound>): void {
    this.#remembered.delete(key);
    this.#remembered.set(key, sound);
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size <= REMEMBERED) return;
      this.#remembered.delete(oldest);
    }
  }
}
