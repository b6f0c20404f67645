/** What is heard, measured: samples of 16 bits, 8,000 a second where nothing else is said. */

const RATE = 8_000;
const FULL_SCALE = 32_768;

/** Samples of 16 bits, in an array of any kind. */
type Samples = ArrayLike<number> & Iterable<number>;

/** The root mean square of the samples, from 0 (silence) to 1. A sine at full scale has 0.707. */
export function energy(samples: Samples): number {
  let sum = 0;
  for (const sample of samples) sum += (sample / FULL_SCALE) ** 2;
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length);
}

/** The greatest magnitude among the samples, from 0 to 1. */
export function peak(samples: Samples): number {
  let greatest = 0;
  for (const sample of samples) greatest = Math.max(greatest, Math.abs(sample) / FULL_SCALE);
  return greatest;
}

/**
 * The amplitude, from 0 to 1, of the sine at `hz` that the samples contain. It takes the parts within about two periods of
 * the whole length for the same sine: in one second, 2 Hz to either side.
 */
export function levelAt(samples: Samples, hz: number, rate = RATE): number {
  let real = 0;
  let imaginary = 0;
  for (let at = 0; at < samples.length; at++) {
    const sample = ((samples[at] as number) / FULL_SCALE) * hann(at, samples.length);
    real += sample * Math.cos((2 * Math.PI * hz * at) / rate);
    imaginary += sample * Math.sin((2 * Math.PI * hz * at) / rate);
  }
  // Half of a sine is at the negative frequency, and the window takes another half.
  return samples.length === 0 ? 0 : (4 * Math.hypot(real, imaginary)) / samples.length;
}

/** The frequency (Hz) between `from` and `to` with the most energy. Undefined when nothing is heard there. */
export function loudestFrequency(samples: Samples, from = 200, to = 3_600): number | undefined {
  const { powers, step } = spectrum(samples);
  let best: number | undefined;
  for (let bin = Math.ceil(from / step); bin <= to / step && bin < powers.length; bin++) {
    if ((powers[bin] as number) > (best === undefined ? 1e-9 : (powers[best] as number))) best = bin;
  }
  return best === undefined ? undefined : best * step;
}

/** The share, from 0 to 1, of the energy between two frequencies (Hz). */
export function shareBetween(samples: Samples, from: number, to: number): number {
  const { powers, step } = spectrum(samples);
  let inside = 0;
  let all = 0;
  for (const [bin, power] of powers.entries()) {
    all += power;
    if (bin * step >= from && bin * step <= to) inside += power;
  }
  return all === 0 ? 0 : inside / all;
}

/** The power at each multiple of `step` Hz up to half the rate, under a Hann window. */
function spectrum(samples: Samples): { powers: Float64Array; step: number } {
  const size = 2 ** Math.ceil(Math.log2(Math.max(samples.length, 1_024)));
  const real = new Float64Array(size);
  for (let at = 0; at < samples.length; at++) {
    real[at] = ((samples[at] as number) / FULL_SCALE) * hann(at, samples.length);
  }
  const imaginary = new Float64Array(size);
  transform(real, imaginary);
  const powers = Float64Array.from(
    { length: size / 2 },
    (_, bin) => Math.hypot(real[bin] as number, imaginary[bin] as number) ** 2,
  );
  return { powers, step: RATE / size };
}

function hann(at: number, length: number): number {
  return 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / length);
}

/** The fast Fourier transform (Cooley and Tukey, radix 2), in place. The length is a power of two. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let at = 1, mirrored = 0; at < size; at++) {
    let bit = size >> 1;
    for (; mirrored & bit; bit >>= 1) mirrored ^= bit;
    mirrored ^= bit;
    // Both parts are zero or real at this point: only the real one has to be sorted.
    if (at < mirrored) [real[at], real[mirrored]] = [real[mirrored] as number, real[at] as number];
  }
  for (let length = 2; length <= size; length *= 2) {
    for (let pair = 0; pair < length / 2; pair++) {
      const cos = Math.cos((2 * Math.PI * pair) / length);
      const sin = -Math.sin((2 * Math.PI * pair) / length);
      for (let even = pair; even < size; even += length) {
        const odd = even + length / 2;
        const oddReal = (real[odd] as number) * cos - (imaginary[odd] as number) * sin;
        const oddImaginary = (real[odd] as number) * sin + (imaginary[odd] as number) * cos;
        real[odd] = (real[even] as number) - oddReal;
        imaginary[odd] = (imaginary[even] as number) - oddImaginary;
        real[even] = (real[even] as number) + oddReal;
        imaginary[even] = (imaginary[even] as number) + oddImaginary;
      }
    }
  }
}
