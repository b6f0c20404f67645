import type { Readable, SoundPermission } from "../model/types";
import type { Cancel, PhoneDeps } from "../ports/deps";
import { createReadable } from "../util/readable";
import { createScope } from "../util/scope";

/** Finds out whether the browser lets this page play sound. */
interface SoundProbe extends Readable<SoundPermission> {
  /** Tries at once, before the user can have touched the page. The returned function ends it. */
  start(): Cancel;
  /** Tries again while sound is held back. Call it from a click. */
  retry(): void;
}

/**
 * A browser may hold back sound until the page is clicked, and reports it only when something is played. The first
 * answer is remembered: a click changes it for this page load, but after a reload it is true again.
 */
export function createSoundProbe({ page, speaker }: Pick<PhoneDeps, "page" | "speaker">): SoundProbe {
  const permission = createReadable<SoundPermission>("unknown");
  /** From `start` until the page may play sound, or the function that `start` returned is called. */
  let probing = createScope();
  let nextTouch = probing.child();

  async function tryToPlay(): Promise<void> {
    const thisProbe = probing;
    const free = await speaker.mayPlay();
    if (!thisProbe.active) return;
    if (free) {
      thisProbe.end();
      permission.set(permission.getState() === "unknown" ? "free" : "released");
    } else {
      // Not every key or click counts as a user gesture, so try again on each.
      nextTouch.end();
      nextTouch = thisProbe.child();
      nextTouch.add(page.on("touch", () => void tryToPlay()));
      permission.set("held");
    }
  }

  function isOpen(): boolean {
    const known = permission.getState();
    return known === "unknown" || known === "held";
  }

  return {
    getState: permission.getState,
    subscribe: permission.subscribe,
    start() {
      probing.end();
      probing = createScope();
      if (isOpen()) void tryToPlay();
      return probing.end;
    },
    retry() {
      if (permission.getState() === "held") void tryToPlay();
    },
  };
}
