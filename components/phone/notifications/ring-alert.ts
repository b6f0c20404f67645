import { ringTag } from "./notification-worker";
import { isAway, notify, type SystemNotification } from "./notify";

/** How often (ms) the title of a page that nobody looks at changes while it rings. */
const flashMs = 1000;

/** `title` is shown as the title of the page, and of the notification. */
export type RingAlert = Pick<SystemNotification, "title" | "body" | "ref" | "actions">;

/**
 * Draws a person to this page while it rings and nobody looks at it: its title flashes, and where they allowed
 * it a notification is shown, which brings the page to the front. Ends everything when the returned function is
 * called.
 */
export function startRingAlert(notice: RingAlert): () => void {
  const { title } = notice;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  let closeNotification: (() => void) | null = null;
  /** The title that mine stands in for. */
  let written: string | null = null;

  function showTitle() {
    if (document.title === title) return;
    written = document.title;
    document.title = title;
  }

  function giveTitleBack() {
    // Another page may have been opened meanwhile, and have written its own.
    if (written !== null && document.title === title) document.title = written;
    written = null;
  }

  function flash() {
    if (isAway() && (calm || written === null)) showTitle();
    else giveTitleBack();
  }

  function look() {
    flash();
    if (isAway()) closeNotification ??= notify({ ...notice, tag: ringTag, stays: true });
  }

  /** What a worker stands behind outlives its page, and nothing else would take it away. */
  function leave() {
    closeNotification?.();
  }

  look();
  const timer = setInterval(flash, flashMs);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("focus", look);
  window.addEventListener("blur", look);
  window.addEventListener("pagehide", leave);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
    window.removeEventListener("focus", look);
    window.removeEventListener("blur", look);
    window.removeEventListener("pagehide", leave);
    giveTitleBack();
    closeNotification?.();
  };
}
