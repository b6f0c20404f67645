import type { Page } from "@playwright/test";

type CallAction = "hangup" | "togglemicrophone";

interface Extras {
  readonly locks: WakeLockSentinel[];
  readonly handlers: Map<string, (() => void) | null>;
  microphoneActive: boolean | null;
}

type Watched = typeof globalThis & { extrasOfTest?: Extras };

/**
 * Records the page's use of the screen wake lock and of the Media Session, and passes it on to the browser. No browser
 * tells which handlers a page has set, and no test can press the keys of a headset.
 */
export async function watchExtras(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const extras: Extras = { locks: [], handlers: new Map(), microphoneActive: null };
    (globalThis as Watched).extrasOfTest = extras;

    const request = WakeLock.prototype.request;
    WakeLock.prototype.request = async function (this: WakeLock, type) {
      const lock = await request.call(this, type);
      extras.locks.push(lock);
      return lock;
    };

    const session = navigator.mediaSession;
    const setHandler = session.setActionHandler.bind(session);
    session.setActionHandler = (action, handler) => {
      setHandler(action, handler);
      extras.handlers.set(action, handler as (() => void) | null);
    };
    const setActive: (active: boolean) => unknown = Reflect.get(session, "setMicrophoneActive").bind(session);
    Reflect.set(session, "setMicrophoneActive", (active: boolean) => {
      extras.microphoneActive = active;
      return setActive(active);
    });
  });
}

/** The number of wake locks that the page holds. */
export const locksHeld = (page: Page): Promise<number> =>
  page.evaluate(
    () => (globalThis as Watched).extrasOfTest?.locks.filter(({ released }) => !released).length ?? -1,
  );

/** What the browser shows of the call outside the page, and which headset keys the page handles. */
export const mediaSession = (page: Page) =>
  page.evaluate(() => {
    const { handlers, microphoneActive } = (globalThis as Watched).extrasOfTest ?? {};
    const actions = [...(handlers ?? [])].filter(([, handler]) => handler !== null).map(([action]) => action);
    return {
      title: navigator.mediaSession.metadata?.title ?? null,
      actions: actions.sort(),
      microphoneActive,
    };
  });

/** Does what the browser does when a person presses that key of a headset. */
export const pressKey = (page: Page, key: CallAction): Promise<void> =>
  page.evaluate((action) => {
    const handler = (globalThis as Watched).extrasOfTest?.handlers.get(action);
    if (!handler) throw new Error(`The page does not listen to ${action}`);
    handler();
  }, key);
