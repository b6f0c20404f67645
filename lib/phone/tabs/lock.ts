import type { Clock, Tabs } from "../ports/deps";
import type { HandedRing, TabMessage } from "../ports/tab-message";
import { createScope, type Scope } from "../util/scope";

/** How long (ms) the tab that has the phone may take to hand it over before the lock is stolen. */
const handOverMs = 1_500;
/** How long (ms) after the hand-over this tab takes the phone back if no tab has taken it. */
const takeBackMs = 5_000;

interface TabLockHooks {
  /** The phone belongs to this tab now. `ring`: a call that rang at the tab that had it. */
  granted(ring: HandedRing | null): void;
  /** Another tab has it. `inCall`: this tab asked for it, and the other one keeps it because of a call. */
  elsewhere(inCall: boolean): void;
  /** Whether a call would end if this tab handed the phone over. */
  inCall(): boolean;
  /** Ends calls and unregisters, because another tab takes over. Returns the call that still rings. */
  handOver(): HandedRing | null;
  /** Ends calls and unregisters, because another tab has taken the lock already. */
  stolen(): void;
}

/** This tab's claim to the phone. */
interface TabLock {
  /** Takes the phone if no other tab has it, else waits for it. */
  acquire(): void;
  /** Takes the phone from the tab that has it. `endCall`: also when that ends a call. */
  takeOver(endCall: boolean): void;
  /** Gives the phone up, and no longer waits for it. */
  release(): void;
}

/** `requesting`, `held` and `handedOver` of one lock share one scope. Any other change of the state ends the scope. */
type State =
  | { readonly kind: "released" }
  /** The browser was asked for the lock. */
  | { readonly kind: "requesting"; readonly scope: Scope }
  /** The tab that has the phone was asked to hand it over. */
  | { readonly kind: "asking"; readonly scope: Scope }
  | { readonly kind: "held"; readonly scope: Scope }
  /** Another tab may have the phone. The lock stays here until it is stolen, so that no third tab gets it. */
  | { readonly kind: "handedOver"; readonly scope: Scope };

/**
 * One tab has the phone. The others queue for the lock, so that when its tab closes the next one has it at once.
 * Taking over asks the owner to hand over first, then steals the lock: stealing passes the queue, and works when the
 * owner is frozen. An owner in a call answers `inCall` instead: the user is asked a second time before a call ends.
 */
export function createTabLock(tabs: Tabs | null, clock: Clock, hooks: TabLockHooks): TabLock {
  // Without Web Locks each tab has a phone.
  if (!tabs) return { acquire: () => hooks.granted(null), takeOver() {}, release() {} };
  return createSharedLock(tabs, clock, hooks);
}

function createSharedLock(tabs: Tabs, clock: Clock, hooks: TabLockHooks): TabLock {
  let state: State = { kind: "released" };
  /** From `acquire` to `release`. */
  let session = createScope();

  /** Ends what is under way: requests and time limits. A lock that is held stays until it is stolen or released. */
  function enter(kind: "requesting" | "asking"): Scope {
    if (state.kind !== "released") state.scope.end();
    const scope = session.child();
    state = { kind, scope };
    return scope;
  }

  /** False: another tab has the lock, or the request was given up. */
  async function request(how: "now" | "wait" | "steal", scope: Scope, ring: HandedRing | null = null) {
    const abort = new AbortController();
    scope.add(() => abort.abort());
    const unlock = await tabs.lock(how, () => onStolen(scope), abort.signal);
    if (!unlock) return false;
    if (!scope.active) {
      unlock();
      return false;
    }
    session.add(unlock);
    state = { kind: "held", scope };
    hooks.granted(ring);
    return true;
  }

  function queue(inCall: boolean): void {
    const scope = enter("requesting");
    hooks.elsewhere(inCall);
    void request("wait", scope);
  }

  function steal(ring: HandedRing | null): void {
    void request("steal", enter("requesting"), ring);
  }

  function onStolen(scope: Scope): void {
    if (!scope.active) return;
    if (state.kind === "held") hooks.stolen();
    queue(false);
  }

  /** Another tab asks for the phone. */
  function onAsked(endCall: boolean): void {
    if (state.kind !== "held") return;
    if (!endCall && hooks.inCall()) {
      tabs.send({ type: "inCall" });
      return;
    }
    const { scope } = state;
    state = { kind: "handedOver", scope };
    const ring = hooks.handOver();
    hooks.elsewhere(false);
    tabs.send({ type: "gone", ring });
    scope.add(clock.after(takeBackMs, () => takeBack(scope, ring)));
  }

  function takeBack(scope: Scope, ring: HandedRing | null): void {
    state = { kind: "held", scope };
    hooks.granted(ring);
  }

  function onMessage(message: TabMessage): void {
    switch (message.type) {
      case "letGo":
        onAsked(message.endCall);
        return;
      case "gone":
        if (state.kind === "asking") steal(message.ring);
        return;
      case "inCall":
        if (state.kind === "asking") queue(true);
        return;
      case "calls":
      case "whatCalls":
      case "ringOver":
      case "ringDeclined":
        return;
      default:
        message satisfies never;
    }
  }

  function release(): void {
    session.end();
    state = { kind: "released" };
  }

  return {
    acquire() {
      release();
      session = createScope();
      session.add(tabs.listen(onMessage));
      const scope = enter("requesting");
      void request("now", scope).then((granted) => {
        if (!granted && scope.active) queue(false);
      });
    },
    takeOver(endCall) {
      if (state.kind === "held" || state.kind === "released") return;
      const scope = enter("asking");
      scope.add(clock.after(handOverMs, () => steal(null)));
      tabs.send({ type: "letGo", endCall });
    },
    release,
  };
}
