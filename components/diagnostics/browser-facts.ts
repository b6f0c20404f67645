import {
  type NotificationAccess,
  readNotificationAccess,
} from "@/components/phone/notifications/use-notification-permission";

/** Facts that tell one browser from another, and nothing about its user. */
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
