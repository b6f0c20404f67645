let held: Promise<void> | null = null;

/**
 * Holds back what the page wants to read from now on, for a page that is about to leave: once the session has ended, the server
 * would refuse it. The returned function lets it be read after all. So does a page that comes back from the cache, which must
 * ask who is signed in.
 */
export function holdReads(): () => void {
  let letGo = () => {};
  const mine = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  held = mine;

  function release(): void {
    window.removeEventListener("pageshow", releaseFromCache);
    if (held === mine) held = null;
    letGo();
  }

  function releaseFromCache({ persisted }: PageTransitionEvent): void {
    if (persisted) release();
  }

  window.addEventListener("pageshow", releaseFromCache);
  return release;
}

/** Resolves once the page may read; null: it may. */
export function heldReads(): Promise<void> | null {
  return held;
}
