import { onPersonChange } from "@/lib/http/person";
import type { Cancel, Clock, Page, PageEvents } from "../ports/deps";

const tickMs = 2_000;
/** A longer gap (ms) means that the page was frozen or the machine slept. Timers of hidden pages run once a minute. */
const sleptMs = { visible: 12_000, hidden: 95_000 };

function listen(target: EventTarget, event: string, listener: (event: Event) => void): Cancel {
  target.addEventListener(event, listener);
  return () => target.removeEventListener(event, listener);
}

function whenPersisted(listener: () => void): (event: Event) => void {
  return (event) => {
    if (event instanceof PageTransitionEvent && event.persisted) listener();
  };
}

/** Calls `listener` after a gap in the page's own time, because no event reports that a machine woke up. */
function watchSleep(clock: Clock, listener: () => void): Cancel {
  let last = clock.now();
  let hidden = document.hidden;
  return clock.every(tickMs, () => {
    const gap = clock.now() - last;
    const limit = hidden || document.hidden ? sleptMs.hidden : sleptMs.visible;
    last = clock.now();
    hidden = document.hidden;
    if (gap > limit) listener();
  });
}

/** In the capture phase, so that no handler on the page can stop the event before it gets here. */
function listenToTouch(listener: () => void): Cancel {
  const events = ["click", "keydown"] as const;
  for (const event of events) window.addEventListener(event, listener, { capture: true });
  return () => {
    for (const event of events) window.removeEventListener(event, listener, { capture: true });
  };
}

function both(first: Cancel, second: Cancel): Cancel {
  return () => {
    first();
    second();
  };
}

/**
 * Whether the browser has what a call cannot do without. A privacy setting may leave a name that is undefined. The
 * oldest browsers that have all of it are those of `browserslist` in package.json.
 */
function canCall(): boolean {
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  const needed = [window.RTCPeerConnection, window.WebSocket, devices?.getUserMedia, AbortSignal.timeout];
  return needed.every((one) => typeof one === "function");
}

/** The real document. */
export function createPage(clock: Clock): Page {
  const starts: { [K in keyof PageEvents]: (listener: () => void) => Cancel } = {
    hide: (listener) => listen(window, "pagehide", listener),
    restore: (listener) => listen(window, "pageshow", whenPersisted(listener)),
    wake: (listener) => both(listen(document, "resume", listener), watchSleep(clock, listener)),
    network: (listener) => both(listen(window, "online", listener), listen(window, "offline", listener)),
    visibility: (listener) => listen(document, "visibilitychange", listener),
    personGone: onPersonChange,
    touch: listenToTouch,
  };
  return {
    get hidden() {
      return document.hidden;
    },
    get online() {
      return navigator.onLine;
    },
    get unfit() {
      if (!window.isSecureContext) return "insecure_page";
      return canCall() ? null : "unsupported_browser";
    },
    on: (event, listener) => starts[event](listener),
    guard: () => listen(window, "beforeunload", (event) => event.preventDefault()),
  };
}
