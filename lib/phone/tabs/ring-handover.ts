import type { Calls } from "../calls/calls";
import type { Cancel, PhoneDeps } from "../ports/deps";
import type { HandedRing } from "../ports/tab-message";
import type { Registration } from "../registration/registration";
import { keepRinging, takeRing } from "./handover";

/** Brings a call that rings along when the phone moves from one tab to another. */
export interface RingHandover {
  /** The phone leaves this tab: what rings here, for the other tab; null when nothing does. */
  give(): HandedRing | null;
  /** The phone came to this tab, with what rang at the other one. */
  receive(ring: HandedRing | null): void;
  /** The line of this tab is up: calls can be answered now. */
  lineUp(): void;
  /** The page goes: rings that are kept for another tab end. */
  stop(): void;
}

export function createRingHandover(deps: PhoneDeps, calls: Calls, line: () => Registration): RingHandover {
  const { tabs, uuid } = deps;
  const kept = new Set<Cancel>();
  let received: HandedRing | null = null;

  return {
    give() {
      if (!tabs) return null;
      const call = calls.detachRing();
      const registration = call && line().detach();
      if (!call?.connectToken || !registration) return null;
      const { connectToken, parameters } = call;
      const ring = { id: uuid(), parameters: Object.fromEntries(parameters), connectToken };
      kept.add(keepRinging({ call, registration }, ring.id, tabs));
      return ring;
    },
    receive(ring) {
      received = ring;
    },
    lineUp() {
      if (received && tabs) calls.incoming(takeRing(received, tabs, () => line().device()));
      received = null;
    },
    stop() {
      received = null;
      for (const end of kept) end();
      kept.clear();
    },
  };
}
