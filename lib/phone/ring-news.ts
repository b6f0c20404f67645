import type { Core } from "./core";
import type { Cancel, Tabs } from "./deps";
import type { Peer, PhoneState } from "./types";

/** Whether the phone is this tab's, or about to be. */
function isMine(state: PhoneState): boolean {
  return state.kind !== "off" && state.kind !== "elsewhere";
}

function whoRings(state: PhoneState): Peer | null {
  if (state.kind === "incoming") return state.answering ? null : state.call.peer;
  return "talk" in state ? (state.talk.waiting?.peer ?? null) : null;
}

function same(one: Peer | null, other: Peer | null): boolean {
  return one?.name === other?.name && one?.username === other?.username;
}

/**
 * The tab that has the phone tells the others who calls: somebody may look at one of those. A tab that comes to be
 * without the phone asks. Ends when the returned function is called.
 */
export function shareRinging(core: Core, tabs: Tabs): Cancel {
  /** What the tabs were told last, by this one or another. */
  let told: Peer | null = null;
  let before = core.getState();

  function tell(peer: Peer | null): void {
    told = peer;
    tabs.send({ type: "rings", peer });
  }

  function follow(): void {
    const state = core.getState();
    const rings = whoRings(state);
    // Also when the phone just left this tab: what rang here rings here no longer.
    if ((isMine(state) || isMine(before)) && !same(rings, told)) tell(rings);
    if (state.kind === "elsewhere" && before.kind !== "elsewhere") tabs.send({ type: "whatRings" });
    before = state;
  }

  const undo = [
    core.subscribe(follow),
    tabs.listen((message) => {
      // What this tab sends comes back to it: of its own calls it knows better.
      if (message.type === "rings" && !isMine(core.getState())) {
        told = message.peer;
        core.dispatch({ type: "ringsElsewhere", peer: message.peer });
      }
      const rings = whoRings(core.getState());
      if (message.type === "whatRings" && rings) tell(rings);
    }),
  ];
  return () => {
    for (const end of undo) end();
  };
}
