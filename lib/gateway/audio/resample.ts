import { SAMPLE_RATE } from "./frame";
import { lowPass, lowPassReach } from "./low-pass";
import type { Sound } from "./sounds";

/** The rates that can be resampled, in Hz. */
export const MIN_RATE = 2_000;
export const MAX_RATE = 192_000;

/**
 * How finely the place between two samples is known. The usual rates (multiples of 8,000, 11,025 and 12,000) hit one of
 * these places exactly. With any other, the error in time adds a noise of -66 dB or less.
 */
const PHASES = 640;

/** Brings a sound of one rate to 8,000 samples a second, part by part, by a windowed sinc. */
export class Resampler {
  readonly #rate: number;
  /** How many samples of the input on each side of a place count for its output. */
  readonly #reach: number;
  /** The low-pass for each place between two samples, made when it is first needed. */
  readonly #kernels: Float64Array[] = [];
  /** The input that still counts. Before the sound there is silence. */
  #input: Float32Array;
  /** Which sample of the input the first of `#input` is. */
  #first: number;
  #inputLength = 0;
  #outputLength = 0;

  /** @param rate samples a second of the input, from `MIN_RATE` to `MAX_RATE` */
  constructor(rate: number) {
    this.#rate = rate;
    this.#reach = lowPassReach(rate);
    this.#input = new Float32Array(this.#reach);
    this.#first = -this.#reach;
  }

  /** Takes the next samples, and gives the output that is known by now. */
  push(samples: Float32Array): Sound {
    this.#inputLength += samples.length;
    if (this.#rate === SAMPLE_RATE) return toSixteenBits(samples);
    const input = new Float32Array(this.#input.length + samples.length);
    input.set(this.#input);
    input.set(samples, this.#input.length);
    const output = new Float64Array(Math.ceil((input.length * SAMPLE_RATE) / this.#rate) + 1);
    let count = 0;
    for (;;) {
      const place = Math.round((this.#outputLength * this.#rate * PHASES) / SAMPLE_RATE);
      // The first sample of the input that counts for this output, within `input`.
      const from = Math.floor(place / PHASES) - this.#reach + 1 - this.#first;
      if (from + 2 * this.#reach > input.length) {
        const done = Math.min(from, input.length);
        this.#input = input.slice(done);
        this.#first += done;
        return toSixteenBits(output.subarray(0, count));
      }
      output[count++] = weigh(input, from, this.#kernel(place % PHASES));
      this.#outputLength++;
    }
  }

  /** The rest of the output. Nothing may be pushed after it. */
  end(): Sound {
    if (this.#rate === SAMPLE_RATE) return new Int16Array(0);
    const wanted = Math.round((this.#inputLength * SAMPLE_RATE) / this.#rate) - this.#outputLength;
    return this.push(new Float32Array(this.#reach + Math.ceil(this.#rate / SAMPLE_RATE))).subarray(0, wanted);
  }

  #kernel(phase: number): Float64Array {
    this.#kernels[phase] ??= lowPass(this.#rate, phase / PHASES);
    return this.#kernels[phase];
  }
}

/** The sum of samples from `from` on, each by its weight. */
function weigh(input: Float32Array, from: number, weights: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at++) sum += (input[from + at] as number) * (weights[at] as number);
  return sum;
}

/** What is over full scale becomes full scale, and what is no number becomes 0. */
function toSixteenBits(samples: ArrayLike<number>): Sound {
  const sound = new Int16Array(samples.length);
  for (let at = 0; at < samples.length; at++) {
    sound[at] = Math.max(-32_768, Math.min(32_767, Math.round(32_768 * (samples[at] as number))));
  }
  return sound;
}
