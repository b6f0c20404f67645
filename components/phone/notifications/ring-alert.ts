import { ringTag } from "./notification-worker";
import { isAway, notify, type SystemNotification } from "./notify";

/** How often (ms) the title of the page changes while a call rings and the user does not look at the page. */
const flashMs = 1000;
/** The same for people who prefer less motion, whose page has more than one thing to say. */
const calmFlashMs = 4000;

/** `title` is shown as the title of the page, and of the notification. */
interface RingAlert extends Pick<SystemNotification, "title" | "body" | "ref" | "actions"> {
  /** Alternates with it as the title of the page, where a tab has room for a few words only; none: the page's own. */
  username?: string | null;
}

/**
 * Draws attention to this page while a call rings and the user looks elsewhere: the title flashes, and a notification
 * is shown where notifications are allowed.
 * @returns a function that ends both
 */
export function startRingAlert(notice: RingAlert): () => void {
  const { title, username = null, ...rest } = notice;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  let closeNotification: (() => void) | null = null;
  /** The page's own title, while the alert's title replaces it. */
  let ownTitle: string | null = null;
  const flashes = username === null ? [title] : [title, username];
  let flashed = 0;

  function showTitle() {
    if (!flashes.includes(document.title)) ownTitle = document.title;
    document.title = flashes[flashed % flashes.length] ?? title;
    flashed += 1;
  }

  function restoreTitle() {
    // Another page of the app may have been opened meanwhile, and have set its own title.
    if (ownTitle !== null && flashes.includes(document.title)) document.title = ownTitle;
    ownTitle = null;
    flashed = 0;
  }

  function flash() {
    if (isAway() && (calm || username !== null || ownTitle === null)) showTitle();
    else restoreTitle();
  }

  function look() {
    flash();
    if (isAway()) closeNotification ??= notify({ ...rest, title, tag: ringTag, stays: true });
  }

  /** A notification of the service worker outlives its page, and nothing else would close it. */
  function leave() {
    closeNotification?.();
  }

  look();
  const timer = setInterval(flash, calm ? calmFlashMs : flashMs);
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
