/** How often (ms) the title of a hidden page changes while it rings. */
const flashMs = 1000;

export interface RingNotice {
  /** Shown as the title of the page, and of the notification. */
  title: string;
  body: string;
}

/**
 * Draws a person to this page while it is hidden and rings: its title flashes, and where they allowed it a
 * desktop notification is shown, which brings the page to the front. Ends everything when the returned
 * function is called.
 */
export function startRingNotice({ title, body }: RingNotice): () => void {
  const written = document.title;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  let notification: Notification | null = null;
  let shown = false;

  function flash() {
    shown = document.hidden && (calm || !shown);
    document.title = shown ? title : written;
  }

  function notify() {
    if (!document.hidden || notification) return;
    notification = showNotification(title, body);
  }

  function onVisibility() {
    flash();
    notify();
  }

  onVisibility();
  const timer = setInterval(flash, flashMs);
  document.addEventListener("visibilitychange", onVisibility);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", onVisibility);
    document.title = written;
    notification?.close();
  };
}

function showNotification(title: string, body: string): Notification | null {
  if (!("Notification" in window) || Notification.permission !== "granted") return null;
  try {
    const notification = new Notification(title, {
      body,
      tag: "incoming-call",
      icon: "/icon-192.png",
      requireInteraction: true,
    });
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
    return notification;
  } catch {
    // Chrome on Android has the constructor, but only a service worker may notify there.
    return null;
  }
}
