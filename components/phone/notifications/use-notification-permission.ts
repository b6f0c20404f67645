"use client";

import { useSyncExternalStore } from "react";

/** `unsupported`: nothing can allow notifications here. */
export type NotificationAccess = NotificationPermission | "unsupported";
/** null: not known yet, as on the server. */
type Permission = NotificationAccess | null;

const listeners = new Set<() => void>();
/** Reports changes made elsewhere, such as in the browser's own settings of this page. */
let status: Promise<PermissionStatus | undefined> | null = null;

function publish() {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // A browser that does not support the query reports no changes.
  status ??= Promise.resolve(navigator.permissions?.query({ name: "notifications" })).catch(() => undefined);
  void status.then((known) => known?.addEventListener("change", listener));
  return () => {
    listeners.delete(listener);
    void status?.then((known) => known?.removeEventListener("change", listener));
  };
}

/** Some browsers report "denied" on an insecure page, where nothing can allow notifications: that is `unsupported`. */
export const readNotificationAccess = (): NotificationAccess =>
  "Notification" in window && window.isSecureContext ? Notification.permission : "unsupported";

async function ask(): Promise<void> {
  await Notification.requestPermission();
  publish();
}

/** Whether notifications may be shown. `ask` belongs in a click. */
export function useNotificationPermission() {
  const permission = useSyncExternalStore(subscribe, readNotificationAccess, (): Permission => null);
  return { permission, ask };
}
