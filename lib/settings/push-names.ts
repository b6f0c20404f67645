/**
 * The push services of browsers, by host name (`*.` stands for any names before it): of Chrome and those that follow it, of
 * Firefox, of Edge on Windows, and of Safari. `PUSH_SERVICES` adds others.
 *
 * Chrome: components/push_messaging/push_messaging_constants.cc of Chromium. Firefox: https://mozilla-services.github.io/autopush-rs/.
 * Edge: https://learn.microsoft.com/en-us/windows/apps/design/shell/tiles-and-notifications/firewall-allowlist-config.
 * Safari: https://developer.apple.com/documentation/usernotifications/sending-web-push-notifications-in-web-apps-and-browsers
 */
export const knownPushServices = [
  "fcm.googleapis.com",
  "*.push.services.mozilla.com",
  "*.notify.windows.com",
  "*.push.apple.com",
] as const;

/** A host name with a dot, which is no IP address, and may begin with `*.`. In the form in which `URL` writes it. */
const hostPattern = /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$/;
/** Names that the machine itself or its network gives out: https://www.iana.org/assignments/special-use-domain-names */
const insideNames =
  /(^|\.)(localhost|local|internal|lan|home|corp|intranet|home\.arpa|in-addr\.arpa|ip6\.arpa)$/;

/** Whether this names push services on the internet: `push.example.org`, or `*.push.example.org`. */
export function isPushHost(text: string): boolean {
  return hostPattern.test(text) && !insideNames.test(text);
}

/** Whether `hostname`, as `URL` writes it, is one of `services`. */
export function matchesPushHost(hostname: string, services: readonly string[]): boolean {
  return services.some((service) =>
    service.startsWith("*.") ? hostname.endsWith(service.slice(1)) : hostname === service,
  );
}
