/** `unsupported`: nothing can allow notifications here. */
export type NotificationAccess = NotificationPermission | "unsupported";

/** Some browsers report "denied" on an insecure page, where nothing can allow notifications: that is `unsupported`. */
export const readNotificationAccess = (): NotificationAccess =>
  window.Notification && window.isSecureContext ? Notification.permission : "unsupported";
