import type { NotificationAccess } from "@/components/phone/notifications/use-notification-permission";
import { notWell, type Step } from "./steps";

/** Never a failure: calls work without notifications. But a call that rings in a hidden page is easily missed. */
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
