import type { Cancel, Tabs } from "../ports/deps";
import type { TabCalls } from "../ports/tab-message";
import { hasCallUp, ringingCall } from "../state/selectors";
import type { Core } from "../state/store";
import type { PhoneState } from "../types";

/** Whether the phone is this tab's, or about to be. */
function isMine(state: PhoneState): boolean {
  return state.kind !== "off" && state.kind !== "elsewhere";
}

function same(one: TabCalls, other: TabCalls): boolean {
  const [a, b] = [one.ringing, other.ringing];
  return one.inCall === other.inCall && a?.name === b?.name && a?.username === b?.username;
}

/**
 * The tab that has the phone tells the others of its calls: somebody who looks at one of those learns who rings. A tab
 * that comes to be without the phone asks. Ends when the returned function is called.
 */
export function shareCalls(core: Core, tabs: Tabs): Cancel {
  /** What the tabs were told last, by this one or another. */
  let told: TabCalls = { ringing: null, inCall: false };
  let before = core.getState();

  function present(): TabCalls {
    const state = core.getState();
    return { ringing: ringingCall(state)?.peer ?? null, inCall: hasCallUp(state) };
  }

  function tell(calls: TabCalls): void {
    told = calls;
    tabs.send({ type: "calls", calls });
  }

  function follow(): void {
    const state = core.getState();
    const calls = present();
    // Also when the phone just left this tab: what rang here rings here no longer.
    if ((isMine(state) || isMine(before)) && !same(calls, told)) tell(calls);
    if (state.kind === "elsewhere" && before.kind !== "elsewhere") tabs.send({ type: "whatCalls" });
    before = state;
  }

  const undo = [
    core.subscribe(follow),
    tabs.listen((message) => {
      // What this tab sends comes back to it: of its own calls it knows better.
      if (message.type === "calls" && !isMine(core.getState())) {
        told = message.calls;
        core.dispatch({ type: "callsElsewhere", calls: message.calls });
      }
      if (message.type === "whatCalls" && ringingCall(core.getState())) tell(present());
    }),
  ];
  return () => {
    for (const end of undo) end();
  };
}
