import type { Cancel, PhoneDeps } from "../ports/deps";
import type { Readable, SoundPermission } from "../types";
import { createReadable } from "../util/readable";

/** Knows whether the browser lets this page sound. */
export interface SoundProbe extends Readable<SoundPermission> {
  /** Tries at once, before anybody can have touched the page; the returned function ends it. */
  start(): Cancel;
  /** Tries again while sound is held back, from a click. */
  retry(): void;
}

/**
 * A browser may hold back sound until the page is clicked, and says so only when something is played. What was found
 * first is remembered: after the first click nobody could find it out any more, yet it is true again after a reload.
 */
export function createSoundProbe({ page, speaker }: Pick<PhoneDeps, "page" | "speaker">): SoundProbe {
  const permission = createReadable<SoundPermission>("unknown");
  let unlisten: Cancel | null = null;
  let run = 0;

  function stop(): void {
    run += 1;
    unlisten?.();
    unlisten = null;
  }

  async function ask(): Promise<void> {
    const mine = run;
    const free = await speaker.mayPlay();
    if (mine !== run) return;
    if (free) {
      stop();
      permission.set(permission.getState() === "unknown" ? "free" : "released");
    } else {
      // Not every key or click is one to the browser: it is asked after each, until it lets sound through.
      unlisten ??= page.on("touch", () => void ask());
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
      if (isOpen()) void ask();
      return stop;
    },
    retry() {
      if (permission.getState() === "held") void ask();
    },
  };
}
