import type { Cancel, Tabs } from "../ports/deps";
import { readTabMessage } from "../ports/tab-message";

const name = "browser-phone";

/** One request for the lock. Resolves with its release when it is granted, with null when it will not be. */
function requestLock(locks: LockManager, options: LockOptions, onLost: () => void): Promise<Cancel | null> {
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
      .catch(() => {
        // Aborted while waiting, or stolen while held.
        resolve(null);
        if (granted && !released) onLost();
      });
  });
}

/** Web Locks and a BroadcastChannel, or null where a browser lacks either. */
export function createTabs(): Tabs | null {
  if (!("locks" in navigator) || !("BroadcastChannel" in window)) return null;
  return {
    lock(how, onLost, signal) {
      // The browser allows `signal` only with a request that waits.
      if (how === "wait") return requestLock(navigator.locks, { signal }, onLost);
      return requestLock(navigator.locks, how === "now" ? { ifAvailable: true } : { steal: true }, onLost);
    },
    send(message) {
      const channel = new BroadcastChannel(name);
      channel.postMessage(message);
      channel.close();
    },
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
