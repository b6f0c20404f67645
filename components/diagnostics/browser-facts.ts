import {
  type NotificationAccess,
  readNotificationAccess,
} from "@/components/phone/notifications/notification-access";

/** Facts about the browser, and none about its user. */
export interface BrowserFacts {
  readonly userAgent: string;
  readonly language: string;
  readonly viewport: string;
  readonly notifications: NotificationAccess;
  readonly secure: boolean;
}

/** The facts of this page. */
export function readBrowserFacts(): BrowserFacts {
  return {
    userAgent: navigator.userAgent,
    language: navigator.language,
    viewport: `${window.innerWidth} x ${window.innerHeight}`,
    notifications: readNotificationAccess(),
    secure: window.isSecureContext,
  };
}
