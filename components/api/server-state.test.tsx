// @vitest-environment happy-dom
import { renderHook } from "@testing-library/react";
import { type ReactNode, StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createFakeLive, type FakeLive } from "@/components/testing/fake-live";
import { pass } from "@/components/testing/render";
import { RequestError } from "./request";
import {
  type ServerQuery,
  ServerStateProvider,
  serverQuery,
  useServerCache,
  useServerState,
} from "./server-state";

type Load = (signal: AbortSignal) => Promise<string>;

const backstopMs = 60_000;
const queryOf = (load: Load) =>
  serverQuery<string>({ key: ["something"], pollMs: 1000, backstopMs, load, keep: true });

let live: FakeLive;

function Provider({ children }: { children: ReactNode }) {
  return <ServerStateProvider live={live}>{children}</ServerStateProvider>;
}

function Shown({ query }: { query: ServerQuery<string> }) {
  return useServerState(query).data ?? "nothing yet";
}

/** A component that shows what `load` answers, polled each second. */
function show(load: Load, Wrapper: (props: { children: ReactNode }) => ReactNode = Provider) {
  const query = queryOf(load);
  const { result, unmount, rerender } = renderHook(
    () => ({ state: useServerState(query), cache: useServerCache() }),
    { wrapper: Wrapper },
  );
  return {
    unmount,
    rerender,
    known: () => ({ data: result.current.state.data, failure: result.current.state.failure }),
    refresh: () => void result.current.state.refresh(),
    write: (answer: string) => result.current.cache.write(query, answer),
  };
}

function turn(visibility: "hidden" | "visible") {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(visibility);
  document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
}

/** A server whose answers a test gives one by one. */
function slowServer() {
  const open: ((value: string) => void)[] = [];
  const signals: AbortSignal[] = [];
  const load: Load = (signal) => {
    signals.push(signal);
    return new Promise((resolve) => open.push(resolve));
  };
  return { open, signals, load };
}

beforeEach(() => {
  vi.useFakeTimers();
  live = createFakeLive();
});

describe("server state", () => {
  it("is requested at once, then at every interval, until no component shows it", async () => {
    const load = vi.fn(async () => String(load.mock.calls.length));
    const { known, unmount } = show(load);
    await pass(2500);
    expect(load).toHaveBeenCalledTimes(3);
    expect(known()).toEqual({ data: "3", failure: null });
    unmount();
    await pass(5000);
    expect(load).toHaveBeenCalledTimes(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is not requested while the page is hidden, and at once when it is visible again", async () => {
    const load = vi.fn(async () => "one");
    show(load);
    await pass();
    turn("hidden");
    await pass(10_000);
    expect(load).toHaveBeenCalledTimes(1);
    turn("visible");
    await pass();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("keeps the last answer when a request fails, and the failure until one succeeds", async () => {
    const answers = [async () => "one", () => Promise.reject(new RequestError("network")), async () => "two"];
    const { known } = show(() => answers.shift()?.() ?? new Promise(() => undefined));
    await pass(1000);
    expect(known()).toEqual({ data: "one", failure: "network" });
    await pass(1000);
    expect(known()).toEqual({ data: "two", failure: null });
  });

  it("is requested once per interval while the server is down, and keeps the failure meanwhile", async () => {
    let down = true;
    const asked = vi.fn();
    const { known, refresh } = show(() => {
      asked();
      return down ? Promise.reject(new RequestError("unavailable")) : new Promise(() => undefined);
    });
    await pass(3500);
    expect(asked).toHaveBeenCalledTimes(4);
    down = false;
    refresh();
    await pass();
    expect(asked).toHaveBeenCalledTimes(5);
    expect(known()).toEqual({ data: null, failure: "unavailable" });
  });

  it("is requested even when the browser reports that it is offline", async () => {
    const load = vi.fn(() => Promise.reject(new RequestError("network")));
    const { known } = show(load);
    window.dispatchEvent(new Event("offline"));
    try {
      await pass(1500);
      expect(load).toHaveBeenCalledTimes(2);
      expect(known()).toEqual({ data: null, failure: "network" });
    } finally {
      window.dispatchEvent(new Event("online"));
    }
  });

  it("shows the answer of an action, not a later answer to an older request, and keeps polling", async () => {
    const { open, signals, load } = slowServer();
    const { known, write, unmount } = show(load);
    await pass();
    await write("mine");
    open[0]?.("old");
    await pass();
    expect(signals[0]?.aborted).toBe(true);
    expect(known()).toEqual({ data: "mine", failure: null });
    await pass(1000);
    expect(open).toHaveLength(2);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("drops the answer of a request that was replaced", async () => {
    const { open, signals, load } = slowServer();
    const { known, refresh } = show(load);
    await pass();
    refresh();
    await pass();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    open[1]?.("new");
    open[0]?.("old");
    await pass();
    expect(known().data).toBe("new");
  });

  it("cancels its request when the last component that shows it is removed", async () => {
    const { signals, load } = slowServer();
    const { unmount } = show(load);
    await pass();
    unmount();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it("arrives in strict mode, where each component is mounted twice", async () => {
    const { known } = show(
      async () => "one",
      ({ children }) => (
        <StrictMode>
          <Provider>{children}</Provider>
        </StrictMode>
      ),
    );
    await pass();
    expect(known()).toEqual({ data: "one", failure: null });
  });

  it("is not requested while the server renders the page", async () => {
    const load = vi.fn(async () => "one");
    const query = queryOf(load);
    const html = renderToString(
      <Provider>
        <Shown query={query} />
      </Provider>,
    );
    expect(html).toBe("nothing yet");
    await pass(5000);
    expect(load).not.toHaveBeenCalled();
  });

  it("is polled less and less often while the answers stay the same, and soon again after a change", async () => {
    let answer = "one";
    const load = vi.fn(async () => answer);
    const { known } = show(load);
    await pass(60_000);
    expect(load.mock.calls.length).toBeLessThan(12);
    let before = load.mock.calls.length;
    await pass(20_000);
    expect(load).toHaveBeenCalledTimes(before + 1);
    answer = "two";
    while (known().data === "one") await pass(100);
    before = load.mock.calls.length;
    await pass(2_500);
    expect(load).toHaveBeenCalledTimes(before + 2);
  });

  it("is requested at once when the user does something after a quiet time, once", async () => {
    const load = vi.fn(async () => "one");
    show(load);
    await pass(61_000);
    const before = load.mock.calls.length;
    for (const event of ["pointerdown", "keydown", "keydown"]) document.dispatchEvent(new Event(event));
    await pass();
    expect(load).toHaveBeenCalledTimes(before + 1);
    await pass(1_500);
    expect(load).toHaveBeenCalledTimes(before + 2);
  });
});

describe("server state while changes are told", () => {
  it("is requested once when the stream is open, and then rarely", async () => {
    const load = vi.fn(async () => "one");
    const { unmount } = show(load);
    await pass();
    await live.open("first");
    await pass(1_500);
    expect(load).toHaveBeenCalledTimes(2);
    await pass(backstopMs - 1_000);
    expect(load).toHaveBeenCalledTimes(2);
    document.dispatchEvent(new Event("keydown"));
    await pass();
    expect(load).toHaveBeenCalledTimes(2);
    await pass(1_000);
    expect(load).toHaveBeenCalledTimes(3);
    await live.open("second");
    await pass();
    expect(load).toHaveBeenCalledTimes(4);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is polled again as at first once the stream is lost", async () => {
    const load = vi.fn(async () => "one");
    await live.open("first");
    show(load);
    await pass(10 * backstopMs);
    const before = load.mock.calls.length;
    await live.open(null);
    await pass(1_000);
    expect(load).toHaveBeenCalledTimes(before + 1);
  });
});
