import { SAMPLE_RATE } from "./frame";

/**
 * The low-pass lets 3,400 Hz pass and stops 4,000 by 60 dB; below a rate of 8,000 the same parts of that rate. Its length and
 * window follow Kaiser's formulas (Oppenheim and Schafer, Discrete-Time Signal Processing, section 7.6).
 */
const CUTOFF = 3_700 / SAMPLE_RATE;
const TRANSITION = 600 / SAMPLE_RATE;
const STOPBAND_DB = 60;
const KAISER_BETA = 0.1102 * (STOPBAND_DB - 8.7);

/** How many samples on each side of a place the low-pass weighs, at a rate in Hz. */
export function lowPassReach(rate: number): number {
  const transition = (2 * Math.PI * TRANSITION * Math.min(rate, SAMPLE_RATE)) / rate;
  return Math.ceil((STOPBAND_DB - 8) / (2.285 * transition) / 2);
}

/**
 * The weights of the samples around a place: `lowPassReach(rate)` of them up to it, and as many after it. Their sum is 1.
 *
 * @param rate samples a second
 * @param fraction how far after a sample the place is, from 0 to 1
 */
export function lowPass(rate: number, fraction: number): Float64Array {
  const reach = lowPassReach(rate);
  const cutoff = (CUTOFF * Math.min(rate, SAMPLE_RATE)) / rate;
  const weights = Float64Array.from({ length: 2 * reach }, (_, at) => {
    const distance = at - (reach - 1) - fraction;
    return sinc(2 * cutoff * distance) * kaiser(distance / reach);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Kaiser's window, from -1 to 1. */
function kaiser(x: number): number {
  return Math.abs(x) > 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
}

/** The modified Bessel function of the first kind and order 0, by its series. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let order = 1; term > sum * 1e-9; order++) {
    term *= (x / (2 * order)) ** 2;
    sum += term;
  }
  return sum;
}
