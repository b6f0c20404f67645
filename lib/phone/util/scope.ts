import type { Cancel } from "../ports/deps";

/**
 * A lifetime. What is added to it (listeners, timers, other scopes) ends with it, once, in reverse order.
 *
 * Work that waits keeps the scope that it began in and looks at `active` after each wait.
 */
export interface Scope {
  /** False from the moment `end` is called. */
  readonly active: boolean;
  /** Runs `cancel` when the scope ends; at once if it has ended already. */
  add(...cancels: readonly Cancel[]): void;
  /** A shorter lifetime within this one. It may end earlier, and then leaves nothing behind here. */
  child(): Scope;
  /** Ends everything that was added. A second call does nothing. */
  end(): void;
}

/** A scope of its own, which lives until its `end` is called. */
export function createScope(): Scope {
  const cancels = new Set<Cancel>();
  let active = true;

  function run(cancel: Cancel): void {
    try {
      cancel();
    } catch (error) {
      // A function that throws must not keep the others from running.
      console.error("Something in the phone failed to end", error);
    }
  }

  return {
    get active() {
      return active;
    },
    add(...added) {
      for (const cancel of added) {
        // A wrapper, so that one function added twice is run twice.
        if (active) cancels.add(() => cancel());
        else run(cancel);
      }
    },
    child() {
      const inner = createScope();
      if (!active) {
        inner.end();
        return inner;
      }
      cancels.add(inner.end);
      inner.add(() => cancels.delete(inner.end));
      return inner;
    },
    end() {
      if (!active) return;
      active = false;
      const all = [...cancels].reverse();
      cancels.clear();
      for (const cancel of all) run(cancel);
    },
  };
}
