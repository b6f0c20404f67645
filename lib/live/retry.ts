/** The shortest and the longest wait (ms) before a stream is opened again. */
const shortestMs = 1_000;
const longestMs = 30_000;

/** The longest wait (ms) where streams do not work at all: something between holds their bytes back, or refuses them. */
const longestBarredMs = 300_000;

/** How high (ms) the first wait may be. */
const firstCeilingMs = 4_000;

/**
 * How long (ms) to wait before a stream is opened again: anything from 1 s to a ceiling of 4, 8, 16, 30, 30 … s, by `random`
 * (0 to 1). When a server restarts, all of its tabs lose their streams at once, and must not come back at once.
 *
 * @param failures how many streams before this one ended at once, or soon.
 * @param barred the last one brought nothing at all, although there was a server.
 */
export function retryMs(failures: number, barred: boolean, random: number): number {
  const ceiling = Math.min(barred ? longestBarredMs : longestMs, firstCeilingMs * 2 ** failures);
  return shortestMs + Math.round(random * (ceiling - shortestMs));
}
