import { closeOldNotifications } from "@/components/phone/notifications/notification-worker";

/** The code is loaded here, where it is needed. null: it could not be. */
const loadPush = () => import("@/components/phone/notifications/push-device").catch(() => null);

/** Ends what this browser takes and shows for somebody who leaves: it must not go on to be rung for them. Never rejects. */
export async function endNotifications(): Promise<void> {
  const push = await loadPush();
  await Promise.all([push?.dropPush(), closeOldNotifications().catch(() => undefined)]);
}

/** Has this browser rung again, for somebody who could not leave. Never rejects. */
export async function keepNotifications(): Promise<void> {
  await (await loadPush())?.keepPush();
}
