/** The samples per second (Hz) that browsers record and decode. */
export const fullRate = 48_000;

/** Those that telephone networks carry, and callers hear. */
export const telephoneRate = 8_000;

const step = fullRate / telephoneRate;

/** Frequencies (Hz) up to about 500 below this one stay, those from about 500 above it on are gone. */
const cutoff = 3_500;

/** How many samples before and after a moment take part in its new sample. */
const reach = 120;

/** How much each of them counts: a sinc in a Blackman window (https://www.dspguide.com/ch16.htm). */
const weights = makeWeights();

function makeWeights(): Float32Array {
  const raw = Array.from({ length: 2 * reach + 1 }, (_, index) => {
    const phase = (Math.PI * index) / reach;
    const angle = (2 * Math.PI * cutoff * (index - reach)) / fullRate;
    const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
    return sinc * (0.42 - 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase));
  });
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return Float32Array.from(raw, (weight) => weight / sum);
}

/**
 * The same sound with a sixth of the samples. What the new rate cannot carry is filtered out first: otherwise it would be
 * heard as a lower tone that nobody has spoken, which an s or sh is full of. Browsers do that in different ways, and for some
 * of their nodes not at all.
 */
export function toTelephoneRate(samples: Float32Array): Float32Array {
  const padded = new Float32Array(samples.length + 2 * reach);
  padded.set(samples, reach);
  const slower = new Float32Array(Math.floor(samples.length / step));
  // Plain loops: a minute of sound takes a hundred million steps.
  for (let index = 0; index < slower.length; index += 1) {
    const first = index * step;
    let sum = 0;
    for (let place = 0; place < weights.length; place += 1) {
      sum += (weights[place] ?? 0) * (padded[first + place] ?? 0);
    }
    slower[index] = sum;
  }
  return slower;
}
