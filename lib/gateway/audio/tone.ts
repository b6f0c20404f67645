import { SAMPLE_RATE } from "./frame";
import { joinSounds, silence } from "./mix";
import { NOT_PLAYABLE, type Sound, SoundError } from "./sounds";

/** Several sines at once. */
export interface Tone {
  /** Frequencies in Hz. */
  hz: readonly number[];
  seconds: number;
  /** The amplitude of each sine; 1 is full scale. */
  level: number;
}

/** How long a tone takes to become loud and to fade. A sudden beginning is heard as a click. */
const FADE_SECONDS = 0.005;

/** The frequencies of keys, in Hz (ITU-T Q.23): by row, and by column. */
const ROWS = [697, 770, 852, 941] as const;
const COLUMNS = [1_209, 1_336, 1_477, 1_633] as const;
const KEYS = ["123A", "456B", "789C", "*0#D"] as const;

/** A key is heard this long, and then nothing is for as long. Receivers need 40 ms of each (ITU-T Q.24). */
const KEY_SECONDS = 0.1;
const KEY_LEVEL = 0.2;

/** A tone that begins and ends softly. */
export function tone({ hz, seconds, level }: Tone): Sound {
  const length = Math.round(seconds * SAMPLE_RATE);
  const fade = Math.min(FADE_SECONDS * SAMPLE_RATE, length / 2);
  const sound = new Int16Array(length);
  for (let at = 0; at < length; at++) {
    let sum = 0;
    for (const each of hz) sum += Math.sin((2 * Math.PI * each * at) / SAMPLE_RATE);
    const envelope = Math.min(1, at / fade, (length - 1 - at) / fade);
    sound[at] = Math.round(32_767 * level * envelope * sum);
  }
  return sound;
}

/** The frequencies (Hz) of a key, `0` to `9`, `*`, `#` and `A` to `D`. Undefined: there is no such key. */
export function keyFrequencies(key: string): readonly [number, number] | undefined {
  const row = KEYS.findIndex((keys) => keys.includes(key));
  const column = KEYS[row]?.indexOf(key) ?? -1;
  const [low, high] = [ROWS[row], COLUMNS[column]];
  return key.length === 1 && low && high ? [low, high] : undefined;
}

/**
 * The tones of keys, one after another. `w` is half a second of silence, and `W` a second. What is no key is passed over.
 *
 * @throws SoundError when the sound has more than `maxSamples`, before it is made
 */
export function keyTones(digits: string, maxSamples = Number.POSITIVE_INFINITY): Sound {
  // Each key is made once: a document may have a hundred thousand, and calls do not get their turn meanwhile.
  const made = new Map([...new Set(digits)].map((key) => [key, keyTone(key)]));
  const sounds: Sound[] = [];
  let length = 0;
  for (const key of digits) {
    const sound = made.get(key) as Sound;
    length += sound.length;
    if (length > maxSamples) {
      throw new SoundError(NOT_PLAYABLE, `keys longer than ${Math.round(maxSamples / SAMPLE_RATE)} s`);
    }
    sounds.push(sound);
  }
  return joinSounds(sounds);
}

function keyTone(key: string): Sound {
  if (key === "w") return silence(0.5);
  if (key === "W") return silence(1);
  const hz = keyFrequencies(key.toUpperCase());
  if (!hz) return silence(0);
  return joinSounds([tone({ hz, seconds: KEY_SECONDS, level: KEY_LEVEL }), silence(KEY_SECONDS)]);
}

/** The tone before a recording. */
export function beepTone(): Sound {
  return tone({ hz: [1_000], seconds: 0.4, level: 0.25 });
}

/** Two rising notes: somebody enters a conference. */
export function enterTone(): Sound {
  return joinSounds([note(660), note(880)]);
}

/** Two falling notes: somebody leaves it. */
export function exitTone(): Sound {
  return joinSounds([note(880), note(660)]);
}

function note(hz: number): Sound {
  return tone({ hz: [hz], seconds: 0.12, level: 0.2 });
}

/** The ringback of North America: 440 and 480 Hz for two seconds, then four of silence (ITU-T E.180, supplement 2). */
export function ringbackTone(): Sound {
  return joinSounds([tone({ hz: [440, 480], seconds: 2, level: 0.12 }), silence(4)]);
}
