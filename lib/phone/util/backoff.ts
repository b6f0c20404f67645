const longestMs = 10_000;

/**
 * How long (ms) to wait after an attempt that failed. `failures`: how many had failed before it. The waits are 1, 2, 4, 8,
 * 10, 10 … s. `random` (0 to 1) adds up to 1 s, so that phones which lost the line together do not come back together. A
 * wait of 11 s and an attempt of 10 s keep the promise to be ready 25 s after the network is back.
 */
export function backoffMs(failures: number, random: number): number {
  return Math.min(longestMs, 1_000 * 2 ** failures) + Math.round(random * 1_000);
}
