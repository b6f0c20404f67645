import type { Readable, SoundPermission } from "../model/types";
import type { Cancel, PhoneDeps } from "../ports/deps";
import { createReadable } from "../util/readable";
import { createScope } from "../util/scope";

/** Finds out whether the browser lets this page sound. */
export interface SoundProbe extends Readable<SoundPermission> {
  /** Tries at once, before anybody can have touched the page. The returned function ends it. */
  start(): Cancel;
  /** Tries again while sound is held back. Call it from a click. */
  retry(): void;
}

/**
 * A browser may hold back sound until the page is clicked, and says so only when something is played. The first answer
 * is remembered: after a click it cannot be found out any more, yet it is true again after a reload.
 */
export function createSoundProbe({ page, speaker }: Pick<PhoneDeps, "page" | "speaker">): SoundProbe {
  const permission = createReadable<SoundPermission>("unknown");
  /** From `start` until the page may sound, or the returned function is called. */
  let probing = createScope();
  let nextTouch = probing.child();

  async function ask(): Promise<void> {
    const thisProbe = probing;
    const free = await speaker.mayPlay();
    if (!thisProbe.active) return;
    if (free) {
      thisProbe.end();
      permission.set(permission.getState() === "unknown" ? "free" : "released");
    } else {
      // To the browser not every key or click is a touch: it is asked after each one, until it lets sound through.
      nextTouch.end();
      nextTouch = thisProbe.child();
      nextTouch.add(page.on("touch", () => void ask()));
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
      if (isOpen()) void ask();
      return probing.end;
    },
    retry() {
      if (permission.getState() === "held") void ask();
    },
  };
}
