import { pagePerson } from "@/lib/http/person";
import type { Cancel, Tabs } from "../ports/deps";
import { readTabMessage } from "../ports/tab-message";

/** One request for the lock. Resolves with its release when it is granted, with null when it will not be. */
function requestLock(
  locks: LockManager,
  name: string,
  options: LockOptions,
  onLost: () => void,
): Promise<Cancel | null> {
  return new Promise((resolve) => {
    let granted = false;
    let released = false;
    locks
      .request(name, options, (lock) => {
        if (!lock) return resolve(null);
        granted = true;
        return new Promise<void>((release) => {
          resolve(() => {
            released = true;
            release();
          });
        });
      })
      .catch((error: unknown) => {
        // Aborted while waiting, or stolen while held.
        const isAbort = error instanceof DOMException && error.name === "AbortError";
        if (granted && !released) onLost();
        // Any other error: this page may not use locks, so no other tab keeps the phone from it.
        else resolve(isAbort ? null : () => {});
      });
  });
}

/** The browser's locks; null: missing, or forbidden to this page, as in a sandboxed frame. */
function locksOf(): LockManager | null {
  try {
    return navigator.locks ?? null;
  } catch {
    return null;
  }
}

function openChannel(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}

/**
 * Web Locks and a BroadcastChannel, or null where a browser lacks either. Both bear the name of the page's person: tabs
 * of two people in one browser, one of whom has just signed out, have nothing to say to each other.
 */
export function createTabs(): Tabs | null {
  const person = pagePerson();
  const name = person === null ? "browser-phone" : `browser-phone.${person}`;
  const locks = locksOf();
  // Stays open: to open one takes milliseconds, and a tab tells the others that a call rings before it shows it.
  const outgoing = openChannel(name);
  if (!locks || !outgoing) {
    outgoing?.close();
    return null;
  }
  return {
    lock(how, onLost, signal) {
      // The browser allows `signal` only with a request that waits.
      if (how === "wait") return requestLock(locks, name, { signal }, onLost);
      return requestLock(locks, name, how === "now" ? { ifAvailable: true } : { steal: true }, onLost);
    },
    send: (message) => outgoing.postMessage(message),
    listen(listener) {
      const channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }) => {
        const message = readTabMessage(data);
        if (message) listener(message);
      };
      return () => channel.close();
    },
  };
}
