// `node scripts/sounds.mjs` writes the phone's sounds to public/sounds: 16-bit mono WAV, the same bytes at every run.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const rate = 11_025;
const target = join(dirname(fileURLToPath(import.meta.url)), "..", "public", "sounds");

/** The samples (-1 to 1) of `seconds` of silence. */
function silence(seconds) {
  return new Float64Array(Math.round(seconds * rate));
}

/** Adds a struck bar, as of a marimba: the fundamental, the tone two octaves above, and a short knock. */
function strike(samples, at, frequency, loudness, decay) {
  const start = Math.round(at * rate);
  for (let i = start; i < samples.length; i++) {
    const t = (i - start) / rate;
    const attack = Math.min(1, t / 0.004);
    const body = Math.sin(2 * Math.PI * frequency * t) * Math.exp(-t / decay);
    const overtone = 0.35 * Math.sin(2 * Math.PI * frequency * 4 * t) * Math.exp(-t / (decay / 5));
    const knock = 0.12 * Math.sin(2 * Math.PI * frequency * 9.2 * t) * Math.exp(-t / 0.012);
    samples[i] += loudness * attack * (body + overtone + knock);
  }
}

/** Adds steady tones with soft edges. */
function hum(samples, at, seconds, frequencies, loudness, edge = 0.02) {
  const start = Math.round(at * rate);
  const end = Math.min(samples.length, start + Math.round(seconds * rate));
  for (let i = start; i < end; i++) {
    const t = (i - start) / rate;
    const left = (end - i) / rate;
    const envelope = Math.min(1, t / edge, left / edge);
    for (const frequency of frequencies) {
      samples[i] += (loudness / frequencies.length) * envelope * Math.sin(2 * Math.PI * frequency * t);
    }
  }
}

function wav(samples) {
  const data = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, i) => {
    data.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), i * 2);
  });
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // channels
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

/** Two bars in turn, and a rest. The phone loops it. */
function ringtone() {
  const samples = silence(3);
  const [low, high] = [587.33, 880];
  for (const [at, note] of [
    [0, low],
    [0.18, high],
    [0.36, low],
    [0.54, high],
    [1.0, low],
    [1.18, high],
  ]) {
    strike(samples, at, note, 0.5, 0.28);
  }
  return samples;
}

/** What a caller hears: a soft tone for one second in three. */
function ringback() {
  const samples = silence(3);
  hum(samples, 0, 1, [425, 480], 0.16, 0.08);
  return samples;
}

function waiting() {
  const samples = silence(0.5);
  strike(samples, 0, 659.25, 0.22, 0.12);
  strike(samples, 0.16, 659.25, 0.18, 0.12);
  return samples;
}

function connected() {
  const samples = silence(0.3);
  strike(samples, 0, 784, 0.25, 0.07);
  strike(samples, 0.08, 1046.5, 0.25, 0.09);
  return samples;
}

function hangup() {
  const samples = silence(0.5);
  strike(samples, 0, 523.25, 0.3, 0.1);
  strike(samples, 0.13, 392, 0.3, 0.14);
  return samples;
}

/** For the test of a speaker: in the range of a voice, rising and falling like a question. */
function voice() {
  const samples = silence(1.6);
  [220, 262, 330, 294].forEach((frequency, i) => {
    hum(samples, i * 0.36, 0.32, [frequency, frequency * 2, frequency * 3], 0.4, 0.05);
  });
  return samples;
}

/** The tones of the keypad's digits (ITU-T Q.23). */
function digits() {
  const rows = [697, 770, 852, 941];
  const columns = [1209, 1336, 1477];
  return ["123", "456", "789", "s0h"].flatMap((row, r) =>
    [...row].map((digit, c) => {
      const samples = silence(0.16);
      hum(samples, 0, 0.15, [rows[r], columns[c]], 0.24, 0.008);
      return [`dtmf-${digit}`, samples];
    }),
  );
}

const sounds = [
  ["ringtone", ringtone()],
  ["ringback", ringback()],
  ["waiting", waiting()],
  ["connected", connected()],
  ["hangup", hangup()],
  ["voice", voice()],
  ["silence", silence(0.1)],
  ...digits(),
];

mkdirSync(target, { recursive: true });
for (const [name, samples] of sounds) writeFileSync(join(target, `${name}.wav`), wav(samples));
