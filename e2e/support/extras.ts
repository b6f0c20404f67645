import type { Page } from "@playwright/test";

type CallAction = "hangup" | "togglemicrophone";

interface Extras {
  readonly locks: WakeLockSentinel[];
  readonly handlers: Map<string, (() => void) | null>;
  microphoneActive: boolean | null;
}

type Watched = typeof globalThis & { extrasOfTest?: Extras };

/**
 * Notes what the page asks of the screen wake lock and of the Media Session, and hands it on to the browser. A page
 * cannot ask the browser which handlers it has set, nor can a test press the keys of a headset.
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

/** How many wake locks the page holds. */
export const locksHeld = (page: Page): Promise<number> =>
  page.evaluate(
    () => (globalThis as Watched).extrasOfTest?.locks.filter(({ released }) => !released).length ?? -1,
  );

/** What the browser shows of the page's call beside its own page, and which keys it would hand to the page. */
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

/** Does what the browser does when that key of a headset is pressed. */
export const pressKey = (page: Page, key: CallAction): Promise<void> =>
  page.evaluate((action) => {
    const handler = (globalThis as Watched).extrasOfTest?.handlers.get(action);
    if (!handler) throw new Error(`The page does not listen to ${action}`);
    handler();
  }, key);
