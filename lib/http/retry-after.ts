/** Longest wait that is taken from a header, one day: `setTimeout` fires at once for more than 2^31 ms. */
const longestSeconds = 86_400;

/**
 * Seconds that a `Retry-After` header asks to wait; null: none, or not readable. Its other form, a date, is not read,
 * because this machine's clock may be wrong (RFC 9110, 10.2.3).
 */
export function retryAfterSeconds(headers: Headers): number | null {
  const value = headers.get("Retry-After") ?? "";
  return /^\d+$/.test(value) ? Math.min(Number(value), longestSeconds) : null;
}
