import type { Cancel, LivePage } from "./ports";

function listen(target: EventTarget, event: string, listener: (event: Event) => void): Cancel {
  target.addEventListener(event, listener);
  return () => target.removeEventListener(event, listener);
}

/** The real document. */
export const page: LivePage = {
  get hidden() {
    return document.hidden;
  },
  onVisibility: (listener) => listen(document, "visibilitychange", listener),
  onWake(listener) {
    const ends = [listen(window, "online", listener), listen(document, "resume", listener)];
    return () => {
      for (const end of ends) end();
    };
  },
  onHide: (listener) => listen(window, "pagehide", listener),
  onRestore: (listener) =>
    listen(window, "pageshow", (event) => {
      if (event instanceof PageTransitionEvent && event.persisted) listener();
    }),
};
