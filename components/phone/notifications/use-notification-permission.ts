"use client";

import { useSyncExternalStore } from "react";
import { type NotificationAccess, readNotificationAccess } from "./notification-access";

/** null: not known yet, as on the server. */
type Permission = NotificationAccess | null;

const listeners = new Set<() => void>();
/** Whether the browser has been asked to report changes made elsewhere, such as in its own settings of this page. */
let watching = false;

/** Kept, since the browser asks another process for it, and React reads it at each rendering. */
let known: NotificationAccess | undefined;

function readKnown(): NotificationAccess {
  known ??= readNotificationAccess();
  return known;
}

function publish() {
  known = undefined;
  for (const listener of listeners) listener();
}

/** A browser that does not support the query reports no changes. */
async function watchStatus(): Promise<void> {
  try {
    const status = await navigator.permissions?.query({ name: "notifications" });
    status?.addEventListener?.("change", publish);
  } catch {}
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!watching) void watchStatus();
  watching = true;
  // Not each browser reports changes, but to make one the user has to leave the page.
  window.addEventListener("focus", publish);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.removeEventListener("focus", publish);
    known = undefined;
  };
}

async function ask(): Promise<void> {
  await Notification.requestPermission();
  publish();
}

/** Whether notifications may be shown. `ask` belongs in a click. */
export function useNotificationPermission() {
  const permission = useSyncExternalStore(subscribe, readKnown, (): Permission => null);
  return { permission, ask };
}
