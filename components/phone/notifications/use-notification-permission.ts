"use client";

import { useSyncExternalStore } from "react";
import { type NotificationAccess, readNotificationAccess } from "./notification-access";

/** null: not known yet, as on the server. */
type Permission = NotificationAccess | null;

const listeners = new Set<() => void>();
/** Reports changes made elsewhere, such as in the browser's own settings of this page. */
let status: Promise<PermissionStatus | undefined> | null = null;

function publish() {
  for (const listener of listeners) listener();
}

/** A browser that does not support the query reports no changes. */
async function watchStatus(): Promise<PermissionStatus | undefined> {
  try {
    return await navigator.permissions?.query({ name: "notifications" });
  } catch {
    return undefined;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  status ??= watchStatus();
  void status.then((known) => known?.addEventListener?.("change", listener));
  return () => {
    listeners.delete(listener);
    void status?.then((known) => known?.removeEventListener?.("change", listener));
  };
}

async function ask(): Promise<void> {
  await Notification.requestPermission();
  publish();
}

/** Whether notifications may be shown. `ask` belongs in a click. */
export function useNotificationPermission() {
  const permission = useSyncExternalStore(subscribe, readNotificationAccess, (): Permission => null);
  return { permission, ask };
}
