import { ringTag } from "./notification-worker";
import { isAway, notify, type SystemNotification } from "./notify";

/** How often (ms) the title of the page changes while a call rings and the user does not look at the page. */
const flashMs = 1000;

/** `title` is shown as the title of the page, and of the notification. */
type RingAlert = Pick<SystemNotification, "title" | "body" | "ref" | "actions">;

/**
 * Draws attention to this page while a call rings and the user looks elsewhere: the title flashes, and a notification
 * is shown where notifications are allowed.
 * @returns a function that ends both
 */
export function startRingAlert(notice: RingAlert): () => void {
  const { title } = notice;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  let closeNotification: (() => void) | null = null;
  /** The page's own title, while the alert's title replaces it. */
  let ownTitle: string | null = null;

  function showTitle() {
    if (document.title === title) return;
    ownTitle = document.title;
    document.title = title;
  }

  function restoreTitle() {
    // Another page of the app may have been opened meanwhile, and have set its own title.
    if (ownTitle !== null && document.title === title) document.title = ownTitle;
    ownTitle = null;
  }

  function flash() {
    if (isAway() && (calm || ownTitle === null)) showTitle();
    else restoreTitle();
  }

  function look() {
    flash();
    if (isAway()) closeNotification ??= notify({ ...notice, tag: ringTag, stays: true });
  }

  /** A notification of the service worker outlives its page, and nothing else would close it. */
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
    restoreTitle();
    closeNotification?.();
  };
}
