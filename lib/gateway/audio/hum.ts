import { SAMPLE_RATE } from "./frame";
import type { Sound } from "./sounds";
import { tone } from "./tone";

/** How fast a text is read out, in characters a second. */
const READING_RATE = 15;

/** Within the band of a telephone, and as soft as somebody speaking far away. */
const HUM = { hz: [330], level: 0.05 };

/**
 * What is heard in place of a text: a hum as long as reading the text takes. Nobody takes it for speech.
 *
 * @param characters the length of the text
 */
export function hum(characters: number): Sound {
  const sound = new Int16Array(Math.round((characters / READING_RATE) * SAMPLE_RATE));
  // A second has 330 whole periods, so that one follows another without a click. At both ends it fades for a tenth of one.
  const second = tone({ ...HUM, seconds: 3 }).subarray(SAMPLE_RATE, 2 * SAMPLE_RATE);
  for (let at = 0; at < sound.length; at += SAMPLE_RATE) sound.set(second.subarray(0, sound.length - at), at);
  const fade = Math.min(SAMPLE_RATE / 10, sound.length / 2);
  for (let at = 0; at < fade; at++) {
    for (const end of [at, sound.length - 1 - at])
      sound[end] = Math.round(((sound[end] as number) * at) / fade);
  }
  return sound;
}
