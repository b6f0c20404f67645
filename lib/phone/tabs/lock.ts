import type { Cancel, Clock, Tabs } from "../ports/deps";
import type { HandedRing } from "../ports/tab-message";

/** How long the tab that has the phone may take to let go of it before it is taken. */
const letGoMs = 1_500;
/** How long after letting go the phone is taken back when nobody took it. */
const takeBackMs = 5_000;

export interface TabLockHooks {
  /** The phone belongs to this tab now. `ring`: a call that rang at the tab that had it. */
  got(ring: HandedRing | null): void;
  /** Another tab has it. `inCall`: it would not let go, because of a call. */
  elsewhere(inCall: boolean): void;
  /** Whether a call would end if this tab let go. */
  inCall(): boolean;
  /** End calls and unregister: another tab takes over. Returns the call that still rings. */
  letGo(): HandedRing | null;
  /** End calls and unregister: another tab has taken it already. */
  robbed(): void;
}

export interface TabLock {
  acquire(): void;
  /** `endCall`: also when the tab that has it is in a call. */
  takeOver(endCall: boolean): void;
  release(): void;
}

/**
 * One tab has the phone. The others queue for the lock, so that when its tab closes the next one has it at once.
 * Taking over asks the owner to let go first, then steals the lock: stealing passes the queue, and works when the
 * owner is frozen. An owner in a call says so instead: the call is worth a second question.
 */
export function createTabLock(tabs: Tabs | null, clock: Clock, hooks: TabLockHooks): TabLock {
  if (!tabs) return { acquire: () => hooks.got(null), takeOver: () => {}, release: () => {} };
  let asking = new AbortController();
  let unlock: Cancel | null = null;
  let unlisten: Cancel = () => {};
  let cancelTimer: Cancel = () => {};
  let onGone: (ring: HandedRing | null) => void = () => {};
  let onInCall = () => {};
  let yielded = false;

  function anew(): AbortSignal {
    asking.abort();
    cancelTimer();
    asking = new AbortController();
    return asking.signal;
  }

  async function ask(how: "now" | "wait" | "steal", ring: HandedRing | null = null): Promise<boolean> {
    const { signal } = asking;
    const got = await tabs?.lock(how, () => lost(signal), signal);
    if (!got) return false;
    if (signal.aborted) {
      got();
      return true;
    }
    unlock = got;
    yielded = false;
    hooks.got(ring);
    return true;
  }

  function queue(inCall = false): void {
    hooks.elsewhere(inCall);
    void ask("wait");
  }

  function lost(signal: AbortSignal): void {
    if (signal.aborted) return;
    unlock = null;
    anew();
    if (!yielded) hooks.robbed();
    queue();
  }

  /** Another tab asks for the phone. The lock stays until it is stolen, so that no third tab slips in. */
  function yieldPhone(): void {
    if (!unlock || yielded) return;
    yielded = true;
    const ring = hooks.letGo();
    hooks.elsewhere(false);
    tabs?.send({ type: "gone", ring });
    cancelTimer();
    cancelTimer = clock.after(takeBackMs, () => {
      yielded = false;
      hooks.got(null);
    });
  }

  function asked(endCall: boolean): void {
    if (unlock && !yielded && !endCall && hooks.inCall()) tabs?.send({ type: "inCall" });
    else yieldPhone();
  }

  /** What came of asking for the phone no longer matters. */
  function askNoMore(): void {
    onGone = () => {};
    onInCall = () => {};
    cancelTimer();
  }

  return {
    acquire() {
      const signal = anew();
      unlisten();
      unlisten = tabs.listen((message) => {
        if (message.type === "letGo") asked(message.endCall);
        if (message.type === "gone") onGone(message.ring);
        if (message.type === "inCall") onInCall();
      });
      void ask("now").then((got) => {
        if (!got && !signal.aborted) queue();
      });
    },
    takeOver(endCall) {
      if (unlock && !yielded) return;
      const signal = anew();
      const steal = (ring: HandedRing | null) => {
        askNoMore();
        if (!signal.aborted) void ask("steal", ring);
      };
      onGone = steal;
      onInCall = () => {
        askNoMore();
        if (!signal.aborted) queue(true);
      };
      cancelTimer = clock.after(letGoMs, () => steal(null));
      tabs.send({ type: "letGo", endCall });
    },
    release() {
      anew();
      unlisten();
      unlisten = () => {};
      askNoMore();
      unlock?.();
      unlock = null;
      yielded = false;
    },
  };
}
