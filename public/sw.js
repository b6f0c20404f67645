/*
 * The service worker. It is there for notifications alone: only one that a worker stands behind can have buttons, and
 * on Android only such a one is shown. Pages show them (components/phone/notifications/notify.ts); what is clicked comes in here. It
 * keeps nothing and answers no request, so it can neither serve an old page nor slow one down.
 */

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// A page asks what it is called here, to be found again when its notification is clicked.
self.addEventListener("message", (event) => event.ports[0]?.postMessage(event.source.id));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(follow(event.notification.data ?? {}, event.action));
});

/**
 * Tells the page that showed the notification what was clicked, and brings it to the front. Where it is gone another
 * page of the app stands in, which hears of no button: what rang was not its call.
 */
async function follow({ client, ref, open }, action) {
  const own = client ? await self.clients.get(client) : undefined;
  own?.postMessage({ type: "notification", action, ref, open });
  // Who declines wants to go on with something else.
  if (action === "decline") return;
  const page = own ?? (await anotherPage());
  if (page !== own && open) page?.postMessage({ type: "notification", action: "", open });
  try {
    await (page ? page.focus() : self.clients.openWindow(open ?? "/"));
  } catch {
    // The browser does not let every click bring a window to the front. What was clicked is done all the same.
  }
}

/** The page of the app that was looked at last. */
async function anotherPage() {
  const [page] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return page;
}
