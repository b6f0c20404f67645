/*
 * The service worker, which exists only for notifications: a notification needs one to have buttons, on Android to be
 * shown at all, and to be shown while no page of the app is open. Pages show notifications
 * (components/phone/notifications/notify.ts); those of push messages (lib/contracts/push.ts) are shown here. Clicks on
 * both arrive here. It stores nothing and answers no request, so it can neither serve an old page nor slow one down.
 */

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) =>
  event.waitUntil(Promise.all([self.clients.claim(), closeDeadRings()])),
);

// A page asks for its client id, which its notifications carry so that a click can find the page again. It also sends a
// message when it shows the notification of a ringing call, when a call rings in it, and when the phone comes to it.
self.addEventListener("message", (event) => {
  event.ports[0]?.postMessage(event.source.id);
  if (event.data?.type === "ringing") event.waitUntil(leaveToPage(event.data.ref, event.source));
  event.waitUntil(watchRings());
});

self.addEventListener("push", (event) => event.waitUntil(show(readMessage(event.data))));

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(Promise.all([follow(event.notification.data ?? {}, event.action), closeDeadRings()]));
});

/** The tag of the notification of a ringing call (components/phone/notifications/notification-worker.ts). */
const ringTag = "incoming-call";
/** The tag of the notification of a call that waits until this device opens the app. */
const pushRingTag = "push-ring";
/** The tag of a notification that is shown only because a browser wants to see one for each push message. */
const briefTag = "push-brief";
/** How often (ms) the page of a ring is looked for: a page that crashed cannot close its notification. */
const watchMs = 1_000;
/** How long (ms) a call rings at most, whatever a clock says. */
const longestRingMs = 35_000;
/** How long (ms) a notification stays that is there for the browser alone. */
const briefMs = 1_000;
const icon = "/icon-192.png";

/** The calls that have rung in a page of this browser, by ref. */
const inPages = new Set();
/** The calls whose push notification was clicked, by ref. */
const clicked = new Set();

/** The push message, or one without content in place of a message that cannot be read. */
function readMessage(data) {
  try {
    const message = data.json();
    if (isMessage(message)) return message;
  } catch {
    // It is not JSON, or there is none.
  }
  return { type: "note", tag: "push-unread", title: "Browser Phone", body: "", open: "/" };
}

function isMessage(message) {
  const { type, ref, title, body, decline, until, missed, tag, open } = message;
  if (!areTexts(title, body)) return false;
  if (type === "note") return areTexts(tag, open);
  if (!areTexts(ref) || !/^[\w-]{1,64}$/.test(ref)) return false;
  if (type === "over") return typeof missed === "boolean";
  return type === "ring" && Number.isFinite(until) && areTexts(decline, missed.title, missed.body);
}

function areTexts(...values) {
  return values.every((value) => typeof value === "string");
}

/** Shows something for each message: a browser ends the subscription of an app that takes messages in silence. */
async function show(message) {
  if (message.type === "ring") await showRing(message);
  if (message.type === "over") await showOver(message);
  if (message.type === "note") {
    const { title, body, tag, open } = message;
    await self.registration.showNotification(title, { body, icon, tag, data: { open } });
  }
}

/** A call waits for this device. Its notification goes when a page rings, when the call is over, and at `until`. */
async function showRing({ ref, title, body, decline, until, missed }) {
  if (Date.now() > until) return showMissed(ref, missed);
  if (inPages.has(ref)) return showBriefly(title, body);
  await self.registration.showNotification(title, {
    body,
    icon,
    tag: pushRingTag,
    requireInteraction: true,
    renotify: true,
    vibrate: [400, 200, 400, 1000, 400, 200, 400],
    actions: [{ action: "decline", title: decline }],
    data: { pushed: true, ref, until: Math.min(until, Date.now() + longestRingMs), missed },
  });
  await watchRings();
}

/** The call is over. A page in which it rang shows by itself that it was missed. */
async function showOver({ ref, missed, title, body }) {
  await closePushRing(ref);
  if (missed && !inPages.has(ref)) return showMissed(ref, { title, body });
  // It was taken elsewhere. If this message comes late, the call is already shown as missed.
  if (!missed) await closeAll({ tag: ref });
  await showBriefly(title, body);
}

/** Without a sound, since the call has already rung. The tag is that of a page's notification of the same missed call. */
async function showMissed(ref, { title, body }) {
  await self.registration.showNotification(title, {
    body,
    icon,
    tag: ref,
    silent: true,
    data: { open: "/history" },
  });
}

/**
 * Shows what needs nobody's attention. The notification goes after the end of the event, since some browsers look only
 * then whether anything was shown. If the worker is stopped before, it goes with the next event.
 */
async function showBriefly(title, body) {
  await self.registration.showNotification(title, { body, icon, tag: briefTag, silent: true });
  setTimeout(() => void closeAll({ tag: briefTag }), briefMs);
}

/** A page rings by itself: the notification of the push message goes. A click on it counts for the page. */
async function leaveToPage(ref, page) {
  inPages.add(ref);
  await closePushRing(ref);
  if (clicked.delete(ref)) page.postMessage({ type: "notification", action: "", ref });
}

async function closePushRing(ref) {
  for (const notification of await self.registration.getNotifications({ tag: pushRingTag })) {
    if (notification.data?.ref === ref) notification.close();
  }
}

async function closeAll(filter) {
  for (const notification of await self.registration.getNotifications(filter)) notification.close();
}

/** Closes the notifications of calls whose page is gone, or that cannot ring any more. Resolves to how many are left. */
async function closeDeadRings() {
  let left = 0;
  for (const notification of await self.registration.getNotifications({ tag: ringTag })) {
    const { client, until } = notification.data ?? {};
    const page = client ? await self.clients.get(client) : undefined;
    if (page && Date.now() <= until) left += 1;
    else notification.close();
  }
  return left + (await closeDeadPushRings());
}

/** A call that nobody came to is shown as missed from then on, also if no message says that it is over. */
async function closeDeadPushRings() {
  let left = 0;
  for (const notification of await self.registration.getNotifications({ tag: pushRingTag })) {
    const { ref, until, missed } = notification.data ?? {};
    if (Date.now() <= until) {
      left += 1;
    } else {
      notification.close();
      if (missed) await showMissed(ref, missed);
    }
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
 * A push message has no page: its call rings in the page that comes to the front, as soon as its phone is ready.
 */
async function follow({ client, ref, open: wanted, pushed = false }, action) {
  if (pushed && action === "decline") return decline(ref);
  if (pushed) clicked.add(ref);
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

/** Declines a call without a page. If that fails, the caller waits as if nobody had seen the notification. */
async function decline(ref) {
  await fetch(`/api/calls/${ref}/decline`, { method: "POST" }).catch(() => undefined);
}

/**
 * The browser has renewed its subscription. The new one is sent only if the device of the person who is signed in now is
 * rung: the old one may be that of somebody who was signed in before.
 */
async function renew({ oldSubscription, newSubscription }) {
  try {
    const { devices } = await (await fetch("/api/push")).json();
    if (!devices.some(({ current }) => current)) return;
    const renewed =
      newSubscription ?? (await self.registration.pushManager.subscribe(oldSubscription.options));
    const body = JSON.stringify(renewed);
    await fetch("/api/push", { method: "PUT", headers: { "Content-Type": "application/json" }, body });
  } catch {
    // The next page that is opened sees that the subscription is another one, and sends it.
  }
}

/** Whether a text is the path of a page of the app. With letters alone, no browser can read it as another site's. */
function isPage(path) {
  return typeof path === "string" && /^(\/[\w-]+)+$/.test(path);
}

/** The page of the app that had the focus last. The page of a guest link is none: no call to the person rings there. */
async function anotherPage() {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return pages.find(({ url }) => !/^\w+:\/\/[^/]+\/guest\//.test(url));
}
