import type { PhoneState } from "../model/types";
import type { Cancel, Tabs } from "../ports/deps";
import type { TabCalls } from "../ports/tab-message";
import { hasCallUp, hasPhone, ringingCall } from "../state/selectors";
import type { Store } from "../state/store";
import { createScope } from "../util/scope";

function callsIn(state: PhoneState): TabCalls {
  return { ringing: ringingCall(state)?.peer ?? null, inCall: hasCallUp(state) };
}

function isSame(one: TabCalls, other: TabCalls): boolean {
  const [a, b] = [one.ringing, other.ringing];
  return one.inCall === other.inCall && a?.name === b?.name && a?.username === b?.username;
}

/**
 * Sends the calls of the tab that has the phone to the other tabs, so that the user sees in every tab who rings. A tab
 * that has no phone, or loses it, asks for them. Ends when the returned function is called.
 */
export function shareCalls(store: Store, tabs: Tabs): Cancel {
  const scope = createScope();
  /** The calls as this tab or another one sent them last. */
  let lastSent: TabCalls = { ringing: null, inCall: false };
  let before = store.getState();

  function send(calls: TabCalls): void {
    lastSent = calls;
    tabs.send({ type: "calls", calls });
  }

  function follow(): void {
    const state = store.getState();
    const calls = callsIn(state);
    // Sent once more when the phone has just left this tab: then no call rings here any more.
    if ((hasPhone(state) || hasPhone(before)) && !isSame(calls, lastSent)) send(calls);
    if (state.kind === "elsewhere" && before.kind !== "elsewhere") tabs.send({ type: "whatCalls" });
    before = state;
  }

  scope.add(
    store.subscribe(follow),
    tabs.listen((message) => {
      const state = store.getState();
      // A tab hears its own messages too. The tab that has the phone knows its calls without them.
      if (message.type === "calls" && !hasPhone(state)) {
        lastSent = message.calls;
        store.dispatch({ type: "callsElsewhere", calls: message.calls });
      }
      if (message.type === "whatCalls" && ringingCall(state)) send(callsIn(state));
    }),
  );
  return scope.end;
}
