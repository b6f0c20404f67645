import {
  type NotificationAccess,
  readNotificationAccess,
} from "@/components/phone/notifications/use-notification-permission";

/** What helps to tell one browser from another, and says nothing of who uses it. */
export interface BrowserFacts {
  readonly userAgent: string;
  readonly language: string;
  readonly viewport: string;
  readonly notifications: NotificationAccess;
  readonly secure: boolean;
}

export function readBrowserFacts(): BrowserFacts {
  return {
    userAgent: navigator.userAgent,
    language: navigator.language,
    viewport: `${window.innerWidth} x ${window.innerHeight}`,
    notifications: readNotificationAccess(),
    secure: window.isSecureContext,
  };
}
