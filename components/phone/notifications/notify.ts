import { emitClick } from "./notification-clicks";
import { longestRingMs, type NotificationWorker, notificationWorker, ringTag } from "./notification-worker";

/** A notification of the system. */
export interface SystemNotification {
  title: string;
  body: string;
  /** A notification replaces an earlier one with the same tag. */
  tag: string;
  /** The call it is about, if it is about one. */
  ref?: string;
  /** The page of the app that a click on it opens. */
  open?: string;
  /** Stays until it is clicked or closed, and sounds even when it replaces another one. */
  stays?: boolean;
  /** Not every system shows them. */
  actions?: { action: "answer" | "decline"; title: string }[];
}

const icon = "/icon-192.png";

/** Whether the user looks elsewhere: the page is hidden, or another window has the keyboard. */
export function isAway(): boolean {
  return document.hidden || !document.hasFocus();
}

/**
 * Shows a notification of the system. A click on it brings the page to the front, and is reported to
 * `onNotificationClick`.
 * @returns a function that closes it, at any time; null where notifications are not allowed
 */
export function notify(notice: SystemNotification): (() => void) | null {
  if (!window.Notification || Notification.permission !== "granted") return null;
  let shown: Notification | null = null;
  let over = false;
  void show(notice, () => over).then((notification) => {
    shown = notification;
    if (over) shown?.close();
  });
  // A page that is being unloaded gets no more answers, so closing must not wait for one.
  return () => {
    over = true;
    shown?.close();
  };
}

async function show(notice: SystemNotification, isOver: () => boolean): Promise<Notification | null> {
  const worker = await notificationWorker();
  if (isOver()) return null;
  try {
    return worker ? await showByWorker(worker, notice) : showByPage(notice);
  } catch {
    return showByPage(notice);
  }
}

async function showByWorker(
  worker: NotificationWorker,
  notice: SystemNotification,
): Promise<Notification | null> {
  const { registration, client } = worker;
  const { title, body, tag, ref, open, stays = false, actions = [] } = notice;
  const until = Date.now() + longestRingMs;
  const options = { body, tag, icon, requireInteraction: stays, renotify: stays, actions };
  await registration.showNotification(title, {
    ...options,
    ...language(),
    data: { client, ref, open, until },
  });
  // From here on the worker watches whether this page lives.
  if (tag === ringTag) registration.active?.postMessage("a call rings");
  const [notification = null] = await registration.getNotifications({ tag });
  return notification;
}

/** null: only a service worker may show notifications here, as on Android. */
function showByPage({ title, body, tag, ref, open, stays = false }: SystemNotification): Notification | null {
  try {
    const notification = new Notification(title, {
      body,
      tag,
      icon,
      requireInteraction: stays,
      ...language(),
    });
    notification.onclick = () => {
      window.focus();
      notification.close();
      emitClick({ type: "notification", action: "", ref, open });
    };
    return notification;
  } catch {
    return null;
  }
}

const language = () => ({ lang: document.documentElement.lang });
