"use client";

import { useSyncExternalStore } from "react";

/** null: not known yet, as the server does not. */
export type NotificationAccess = NotificationPermission | "unsupported";
type Permission = NotificationAccess | null;

const listeners = new Set<() => void>();
/** The browser's own word on changes, such as in its settings of this page. */
let status: Promise<PermissionStatus | undefined> | null = null;

function tell() {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // A browser that cannot say it is asked again with the next page.
  status ??= Promise.resolve(navigator.permissions?.query({ name: "notifications" })).catch(() => undefined);
  void status.then((known) => known?.addEventListener("change", listener));
  return () => {
    listeners.delete(listener);
    void status?.then((known) => known?.removeEventListener("change", listener));
  };
}

/** A page without encryption reads as denied in some browsers, but there is nothing that would allow it. */
export const readNotificationAccess = (): NotificationAccess =>
  "Notification" in window && window.isSecureContext ? Notification.permission : "unsupported";

async function ask(): Promise<void> {
  await Notification.requestPermission();
  tell();
}

/** Whether notifications may be shown. `ask` belongs in a click. */
export function useNotificationPermission() {
  const permission = useSyncExternalStore(subscribe, readNotificationAccess, (): Permission => null);
  return { permission, ask };
}
