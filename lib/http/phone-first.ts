/** How long (ms) other requests wait for the phone at most. Without a way to the voice network the rest works all the same. */
const patienceMs = 1_000;

let turn: Promise<unknown> = Promise.resolve();

/**
 * The page is being opened: requests that can wait do so until `opened` is settled, or for a second. On a small server they
 * would take the time of the phone's own first requests, and somebody who opens the page can be called that much later.
 */
export function letPhoneGoFirst(opened: Promise<unknown>): void {
  const patience = new Promise<void>((resolve) => setTimeout(resolve, patienceMs));
  turn = Promise.race([opened, patience]);
}

/** Resolves when it is the turn of requests that can wait: at once, unless the page is being opened. */
export function afterPhone(): Promise<unknown> {
  return turn;
}
