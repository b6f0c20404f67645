/*
 * The service worker, which exists only for notifications: a notification needs one to have buttons, and on Android to
 * be shown at all. Pages show notifications (components/phone/notifications/notify.ts); clicks on them arrive here.
 * It stores nothing and answers no request, so it can neither serve an old page nor slow one down.
 */

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// A page asks for its client id, which its notifications carry so that a click can find the page again.
self.addEventListener("message", (event) => event.ports[0]?.postMessage(event.source.id));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(follow(event.notification.data ?? {}, event.action));
});

/**
 * Tells the page that showed the notification what was clicked, and brings it to the front. If that page is gone,
 * another page of the app comes to the front instead. It does not get the button, since the call was not its own.
 */
async function follow({ client, ref, open: wanted }, action) {
  const open = isPage(wanted) ? wanted : undefined;
  const own = client ? await self.clients.get(client) : undefined;
  own?.postMessage({ type: "notification", action, ref, open });
  // A person who declines wants to go on with something else.
  if (action === "decline") return;
  const page = own ?? (await anotherPage());
  if (page !== own && open) page?.postMessage({ type: "notification", action: "", open });
  try {
    await (page ? page.focus() : self.clients.openWindow(open ?? "/"));
  } catch {
    // The browser may refuse to bring a window to the front. The page has the click anyway.
  }
}

/** Whether a text is the path of a page of the app. With letters alone, no browser can read it as another site's. */
function isPage(path) {
  return typeof path === "string" && /^(\/[\w-]+)+$/.test(path);
}

/** The page of the app that had the focus last. */
async function anotherPage() {
  const [page] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return page;
}
