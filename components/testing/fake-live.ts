import { act } from "@testing-library/react";
import { vi } from "vitest";
import type { Change, ChangesScreen } from "@/lib/contracts";
import type { Live } from "@/lib/live/live";

/** The changes of a tab, told by the test. */
export interface FakeLive extends Live {
  readonly screens: Pick<ChangesScreen, "people" | "arrivals">[];
  /** Another stream is open now, or none. */
  open(stream: string | null): Promise<void>;
  tell(change: Change): Promise<void>;
  /** The server has accepted a screen. */
  accept(): Promise<void>;
}

/** A source of changes without a stream, until the test opens one. */
export function createFakeLive(): FakeLive {
  let stream: string | null = null;
  const streams = new Set<() => void>();
  const changes = new Set<(change: Change) => void>();
  const accepted = new Set<() => void>();
  const screens: FakeLive["screens"] = [];
  const add = <T>(set: Set<T>, listener: T) => {
    set.add(listener);
    return () => void set.delete(listener);
  };
  const emit = <T extends unknown[]>(set: Set<(...values: T) => void>, ...values: T) =>
    act(async () => {
      for (const listener of [...set]) listener(...values);
    });
  return {
    tab: "tab",
    screens,
    stream: () => stream,
    onStream: (listener) => add(streams, listener),
    onPing: () => () => {},
    onChange: (listener) => add(changes, listener),
    onScreen: (listener) => add(accepted, listener),
    setScreen: (screen) => void screens.push(screen),
    keep: vi.fn(),
    start: () => () => {},
    async open(next) {
      stream = next;
      await emit(streams);
    },
    tell: (change) => emit(changes, change),
    accept: () => emit(accepted),
  };
}
