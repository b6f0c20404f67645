interface Notice {
  title: string;
  body: string;
  /** A later one with the same tag takes the place of an earlier one. */
  tag: string;
  /** Stays until it is answered or closed. */
  stays?: boolean;
}

/** Nobody looks at this page: it is hidden, or another window has the keyboard. */
export function isAway(): boolean {
  return document.hidden || !document.hasFocus();
}

/** A desktop notification that brings the page to the front; null where they are not allowed. */
export function notify({ title, body, tag, stays = false }: Notice): Notification | null {
  if (!("Notification" in window) || Notification.permission !== "granted") return null;
  try {
    const notification = new Notification(title, {
      body,
      tag,
      icon: "/icon-192.png",
      requireInteraction: stays,
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
