const longestMs = 10_000;

/**
 * Milliseconds to wait before try number `failures` (from 0): 1, 2, 4, 8, 10, 10 … s and up to 1 s at random, so
 * that phones which lost the line together do not come back together. 11 s and a try of 10 s keep the promise to
 * be ready 25 s after the network is back.
 */
export function backoffMs(failures: number, random: number): number {
  return Math.min(longestMs, 1_000 * 2 ** failures) + Math.round(random * 1_000);
}
