/** Waits, so that what one measurement has set off does not disturb the next. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
