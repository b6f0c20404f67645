import { emitClick } from "./notification-clicks";
import { type NotificationWorker, notificationWorker } from "./notification-worker";

export interface SystemNotification {
  title: string;
  body: string;
  /** A later one with the same tag takes the place of an earlier one. */
  tag: string;
  /** The call it is about. */
  ref: string;
  /** The page of the app that a click on it opens. */
  open?: string;
  /** Stays until it is answered or closed, and is heard though it takes the place of another. */
  stays?: boolean;
  /** Not every system shows them. */
  actions?: { action: "answer" | "decline"; title: string }[];
}

const icon = "/icon-192.png";

/** Nobody looks at this page: it is hidden, or another window has the keyboard. */
export function isAway(): boolean {
  return document.hidden || !document.hasFocus();
}

/**
 * A notification of the system. A click on it brings the page to the front, and is told to `onNotificationClick`.
 * @returns what closes it, at any time; null where notifications are not allowed
 */
export function notify(notice: SystemNotification): (() => void) | null {
  if (!("Notification" in window) || Notification.permission !== "granted") return null;
  let shown: Notification | null = null;
  let over = false;
  void show(notice, () => over).then((notification) => {
    shown = notification;
    if (over) shown?.close();
  });
  // A page that is on its way out gets no more answers: then closing must need none.
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
  const options = { body, tag, icon, requireInteraction: stays, renotify: stays, actions };
  await registration.showNotification(title, { ...options, ...spoken(), data: { client, ref, open } });
  const [notification = null] = await registration.getNotifications({ tag });
  return notification;
}

/** null: only a worker may notify here, as on Android. */
function showByPage({ title, body, tag, ref, open, stays = false }: SystemNotification): Notification | null {
  try {
    const notification = new Notification(title, { body, tag, icon, requireInteraction: stays, ...spoken() });
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

const spoken = () => ({ lang: document.documentElement.lang });
