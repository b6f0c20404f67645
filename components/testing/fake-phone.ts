import { act } from "@testing-library/react";
import { vi } from "vitest";
import { noPhone } from "@/components/phone/hooks/no-phone";
import type { CallInfo, IncomingCall, Phone, PhoneState, Talk } from "@/lib/phone/model/types";

/** A phone for tests of components. */
export interface FakePhone extends Phone {
  /** Brings the phone into a state, as the network or another component would. */
  show(state: PhoneState): void;
}

/** A phone whose state is set by the test, and whose verbs are spies. */
export function createFakePhone(first: PhoneState = { kind: "ready" }): FakePhone {
  let state = first;
  const listeners = new Set<() => void>();
  return {
    ...noPhone,
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    show(next) {
      state = next;
      act(() => {
        for (const listener of listeners) listener();
      });
    },
    start: vi.fn(),
    stop: vi.fn(async () => undefined),
    retry: vi.fn(),
    dial: vi.fn(),
    answer: vi.fn(),
    decline: vi.fn(),
    hangUp: vi.fn(),
    answerWaiting: vi.fn(),
    declineWaiting: vi.fn(),
    setMuted: vi.fn(),
    sendDigits: vi.fn(),
    dismiss: vi.fn(),
    devices: {
      ...noPhone.devices,
      chooseInput: vi.fn(async () => undefined),
      chooseOutput: vi.fn(async () => undefined),
      chooseRinger: vi.fn(async () => undefined),
    },
  };
}

const line = { kind: "up" } as const;

/** A call that Bob makes to me. */
export const fromBob: IncomingCall = {
  ref: "from-bob",
  direction: "incoming",
  peer: { name: "Bob", username: "bob" },
  anonymous: false,
};

/** A call that Carol makes to me. */
export const fromCarol: IncomingCall = {
  ref: "from-carol",
  direction: "incoming",
  peer: { name: "Carol", username: "carol" },
  anonymous: false,
};

/** A call that a guest makes to me. */
export const fromGuest: IncomingCall = {
  ref: "from-guest",
  direction: "incoming",
  peer: { name: "Carol", username: null, guest: true },
  anonymous: false,
};

const talk: Talk = {
  call: fromBob,
  since: 0,
  muted: false,
  quality: { score: null, warnings: [], rttMs: null, jitterMs: null, lossFraction: null },
  hint: null,
  waiting: null,
  passed: null,
  voicemail: false,
};

export const ready: PhoneState = { kind: "ready" };

export function ringing(call: IncomingCall = fromBob): PhoneState {
  return { kind: "incoming", call, answering: false, soundBlocked: false, line };
}

export function talking(more: Partial<Talk> = {}): PhoneState {
  return { kind: "inCall", talk: { ...talk, ...more }, line };
}

export function ended(
  outcome: Extract<PhoneState, { kind: "ended" }>["outcome"],
  call: CallInfo = fromBob,
): PhoneState {
  return {
    kind: "ended",
    call,
    lastStage: null,
    outcome,
    refusal: null,
    problem: null,
    durationSeconds: 0,
    line,
  };
}
