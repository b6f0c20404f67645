import { SAMPLE_RATE } from "./frame";
import type { Sound } from "./sounds";

/**
 * Music to wait by, made of notes: eight bars of four beats, a broken chord in each, and a slow tune above them. All notes and
 * their overtones lie in the band of a telephone, 300 to 3,400 Hz.
 */

const BEAT = 0.75;
const BARS: readonly (readonly string[])[] = [
  ["E4", "G4", "B4", "D5"],
  ["E4", "A4", "C5", "G5"],
  ["F4", "A4", "C5", "E5"],
  ["F4", "G4", "B4", "D5"],
  ["E4", "G4", "B4", "E5"],
  ["E4", "A4", "C5", "E5"],
  ["F4", "A4", "D5", "F5"],
  ["F4", "B4", "D5", "G5"],
];
/** The broken chord, as indexes into the notes of a bar: eight to a bar. */
const BROKEN = [0, 1, 2, 3, 2, 3, 1, 2] as const;
/** The tune: each note, and how many beats it lasts. */
const TUNE: readonly (readonly [name: string, beats: number])[] = [
  ["G5", 3],
  ["E5", 1],
  ["A5", 2],
  ["G5", 2],
  ["C6", 3],
  ["B5", 1],
  ["G5", 4],
  ["B5", 2],
  ["G5", 2],
  ["A5", 3],
  ["E5", 1],
  ["F5", 2],
  ["A5", 2],
  ["G5", 2],
  ["D5", 2],
];

/** How a note sounds: how loud at first, after how many seconds it has faded to a third, and the level of each overtone. */
interface Voice {
  level: number;
  fade: number;
  overtones: readonly number[];
}
const CHORD: Voice = { level: 0.05, fade: 0.5, overtones: [1, 0.35, 0.1] };
const MELODY: Voice = { level: 0.09, fade: 0.9, overtones: [1, 0.2, 0.05] };

/** A note begins within this time: softly enough to be heard without a click. */
const ATTACK_SAMPLES = 0.012 * SAMPLE_RATE;

const SEMITONES: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

let made: Sound | undefined;

/**
 * The music, 24 s. It loops without a click: what still sounds at its end is heard at its beginning. It is made once for all
 * gateways of a process.
 */
export function holdMusic(): Sound {
  made ??= compose();
  return made;
}

function compose(): Sound {
  const music = new Float64Array(Math.round(BARS.length * 4 * BEAT * SAMPLE_RATE));
  for (const [bar, notes] of BARS.entries()) {
    for (const [place, index] of BROKEN.entries()) {
      addNote(music, notes[index] as string, (bar * 4 + place / 2) * BEAT, CHORD);
    }
  }
  let beat = 0;
  for (const [name, beats] of TUNE) {
    addNote(music, name, beat * BEAT, MELODY);
    beat += beats;
  }
  return Int16Array.from(music, (sample) => Math.round(32_767 * sample));
}

function addNote(music: Float64Array, name: string, seconds: number, voice: Voice): void {
  for (const [overtone, share] of voice.overtones.entries()) {
    addSine(music, Math.round(seconds * SAMPLE_RATE), {
      hz: frequency(name) * (overtone + 1),
      level: voice.level * share,
      fade: voice.fade * SAMPLE_RATE,
    });
  }
}

/**
 * Adds a fading sine. It turns and shortens a pointer a little for each sample. With a sine and an exponential for each of
 * these millions of samples the music would take a sixth of a second to make, and calls would be silent for that time.
 */
function addSine(
  music: Float64Array,
  start: number,
  sine: { hz: number; level: number; fade: number },
): void {
  const step = (2 * Math.PI * sine.hz) / SAMPLE_RATE;
  const decay = Math.exp(-1 / sine.fade);
  const [turnX, turnY] = [decay * Math.cos(step), decay * Math.sin(step)];
  let [x, y] = [sine.level, 0];
  let place = start % music.length;
  // After seven times the time of its fade a note is at less than a thousandth.
  for (let at = 0; at < 7 * sine.fade; at++) {
    music[place] = (music[place] as number) + y * Math.min(1, at / ATTACK_SAMPLES);
    const turned = x * turnX - y * turnY;
    y = x * turnY + y * turnX;
    x = turned;
    place = place + 1 === music.length ? 0 : place + 1;
  }
}

/** The frequency (Hz) of a note such as `A4`, which has 440, in equal temperament. */
function frequency(name: string): number {
  const semitones = (SEMITONES[name.charAt(0)] as number) + 12 * Number(name.charAt(1));
  return 440 * 2 ** ((semitones - (9 + 12 * 4)) / 12);
}
