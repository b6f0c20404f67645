import type { PhoneState, Readable } from "@/lib/phone/model/types";
import { hasOpened } from "@/lib/phone/state/selectors";

/** How long (ms) the page waits at most for its phone: a network may be slow, and a button must not be dead meanwhile. */
export const openingLimitMs = 500;

/** What a user does with a page. */
const touches = ["pointerdown", "keydown", "click"] as const;

/**
 * A promise of which `use()` sees at once that it is resolved. React writes and reads these fields of each promise that it
 * is given; where they are missing it first waits for `then`.
 */
interface Seen extends Promise<void> {
  status?: "pending" | "fulfilled";
  value?: undefined;
}

/** Nothing is waited for. */
export const noWait: Promise<void> = seen(Promise.resolve());

/**
 * Resolves when `phone` has opened or has failed to, when the user does something, or after `openingLimitMs`. React hears
 * what the user does after this, so it can take the page over at once, and act on the same event.
 */
export function waitForOpening({ getState, subscribe }: Readable<PhoneState>): Promise<void> {
  const { promise, resolve } = withResolver();

  function end(): void {
    cancel();
    clearTimeout(timer);
    for (const touch of touches) window.removeEventListener(touch, end, true);
    seen(promise);
    resolve();
  }

  function look(): void {
    if (hasOpened(getState())) end();
  }

  const cancel = subscribe(look);
  const timer = setTimeout(end, openingLimitMs);
  // Of the window, which hears of them before the document and all that is in it.
  for (const touch of touches) window.addEventListener(touch, end, { capture: true, passive: true });
  look();
  return promise;
}

function seen(promise: Seen): Promise<void> {
  promise.status = "fulfilled";
  return promise;
}

/** As `Promise.withResolvers`, which Chrome 111 and Safari 16.4 lack. */
function withResolver(): { promise: Seen; resolve(): void } {
  let resolve = () => {};
  const promise: Seen = new Promise<void>((resolved) => {
    resolve = resolved;
  });
  return { promise, resolve };
}
