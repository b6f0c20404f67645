"use client";

import { useState, useSyncExternalStore } from "react";

/** null: not known yet, as the server does not. */
type Permission = NotificationPermission | "unsupported" | null;

const never = () => () => {};
const read = (): Permission => ("Notification" in window ? Notification.permission : "unsupported");

/** Whether desktop notifications may be shown. `ask` belongs in a click. */
export function useNotificationPermission() {
  const [, asked] = useState(0);
  const permission = useSyncExternalStore(never, read, (): Permission => null);

  async function ask(): Promise<void> {
    await Notification.requestPermission();
    asked((times) => times + 1);
  }

  return { permission, ask };
}
