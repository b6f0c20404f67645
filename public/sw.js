/*
 * The service worker, which exists only for notifications: a notification needs one to have buttons, and on Android to
 * be shown at all. Pages show notifications (components/phone/notifications/notify.ts); clicks on them arrive here.
 * It stores nothing and answers no request, so it can neither serve an old page nor slow one down.
 */

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) =>
  event.waitUntil(Promise.all([self.clients.claim(), closeDeadRings()])),
);

// A page asks for its client id, which its notifications carry so that a click can find the page again. It also sends a
// message when it shows the notification of a ringing call, and when the phone comes to it.
self.addEventListener("message", (event) => {
  event.ports[0]?.postMessage(event.source.id);
  event.waitUntil(watchRings());
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(Promise.all([follow(event.notification.data ?? {}, event.action), closeDeadRings()]));
});

/** The tag of the notification of a ringing call (components/phone/notifications/notification-worker.ts). */
const ringTag = "incoming-call";
/** How often (ms) the page of a ring is looked for: a page that crashed cannot close its notification. */
const watchMs = 1_000;

/** Closes the notifications of calls whose page is gone, or that cannot ring any more. Resolves to how many are left. */
async function closeDeadRings() {
  let left = 0;
  for (const notification of await self.registration.getNotifications({ tag: ringTag })) {
    const { client, until } = notification.data ?? {};
    const page = client ? await self.clients.get(client) : undefined;
    if (page && Date.now() <= until) left += 1;
    else notification.close();
  }
  return left;
}

/** Watches the notifications of ringing calls until there is none: for 35 s at most, since none is older. */
async function watchRings() {
  while ((await closeDeadRings()) > 0) {
    await new Promise((resolve) => setTimeout(resolve, watchMs));
  }
}

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
