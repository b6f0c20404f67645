import type { Page } from "../ports/deps";
import { hasCallUp } from "../state/selectors";
import type { Store } from "../state/store";
import type { Scope } from "../util/scope";

/** Asks before the page is left, but only while that would end a call: a guard costs the page its bfcache. */
export function guardPage(scope: Scope, store: Store, page: Page): void {
  let guarded: Scope | null = null;

  function follow(): void {
    if (!hasCallUp(store.getState())) {
      guarded?.end();
      guarded = null;
    } else if (guarded === null) {
      guarded = scope.child();
      guarded.add(page.guard());
    }
  }

  scope.add(store.subscribe(follow));
}
