/** How often (ms) something is polled at most rarely, once its answers have stayed the same. */
const slowestMs = 20_000;

/** How much longer the wait gets with each answer that is like the one before. */
const growth = 1.5;

/**
 * How long (ms) until the next poll of something that is first polled every `firstMs`. `unchanged`: how many answers in a
 * row brought nothing new. A page on which nothing happens asks less and less often.
 */
export function pollMs(firstMs: number, unchanged: number): number {
  return Math.max(firstMs, Math.min(slowestMs, Math.round(firstMs * growth ** unchanged)));
}
