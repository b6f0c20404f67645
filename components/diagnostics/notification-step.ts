import type { NotificationAccess } from "@/components/phone/notifications/use-notification-permission";
import { notWell, type Step } from "./steps";

/** Calls are made and taken without notifications; one that rings in a page out of sight is easily missed. */
export function notificationStep(access: NotificationAccess): Step {
  switch (access) {
    case "granted":
      return { status: "passed", detail: access };
    case "denied":
      return notWell("notify_blocked");
    case "default":
      return notWell("notify_unasked");
    case "unsupported":
      return notWell("notify_unsupported");
  }
}
