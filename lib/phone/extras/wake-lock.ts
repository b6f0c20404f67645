import type { Phone } from "../model/types";
import { talkOf } from "../state/selectors";
import type { Scope } from "../util/scope";

/** Keeps the screen on in a call, until `scope` ends. The browser releases the lock by itself when the page is hidden. */
export function keepScreenOn(scope: Scope, phone: Phone): void {
  let lock: WakeLockSentinel | null = null;
  let requesting = false;

  const inTalk = () => scope.active && talkOf(phone.getState()) !== null;

  async function follow(): Promise<void> {
    if (!inTalk() || document.hidden) {
      await lock?.release().catch(() => {});
      lock = null;
    } else if (!requesting && (lock === null || lock.released)) {
      requesting = true;
      lock = await navigator.wakeLock.request("screen").catch(() => null);
      requesting = false;
      // The call may have ended meanwhile.
      if (!inTalk()) await follow();
    }
  }

  const changed = () => void follow();
  document.addEventListener("visibilitychange", changed);
  scope.add(
    changed,
    () => document.removeEventListener("visibilitychange", changed),
    phone.subscribe(changed),
  );
  changed();
}
