import { serviceWorkers } from "./service-workers";

/** A click on a notification of this page. */
export interface NotificationClick {
  readonly type: "notification";
  /** Which button; empty: the notification itself. */
  readonly action: "answer" | "decline" | "";
  /** The call that the notification is about, if it is one of this page. */
  readonly ref?: string;
  /** The page of the app to open. */
  readonly open?: string;
}

type Listener = (click: NotificationClick) => void;

const listeners = new Set<Listener>();

/** Reports a click on a notification that this page has shown itself, without the service worker. */
export function emitClick(click: NotificationClick): void {
  for (const listener of listeners) listener(click);
}

/** Calls `listener` with each click, until the returned function is called. */
export function onNotificationClick(listener: Listener): () => void {
  const receive = ({ data }: MessageEvent) => {
    if (data?.type === "notification") listener(data);
  };
  const worker = serviceWorkers();
  listeners.add(listener);
  worker?.addEventListener("message", receive);
  return () => {
    listeners.delete(listener);
    worker?.removeEventListener("message", receive);
  };
}
