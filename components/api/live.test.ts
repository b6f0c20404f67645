import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLive } from "./live";
import { RequestError } from "./request";

function fakePage() {
  const target = new EventTarget();
  return {
    hidden: false,
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
    turn(hidden: boolean) {
      this.hidden = hidden;
      target.dispatchEvent(new Event("visibilitychange"));
    },
  };
}

describe("createLive", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("asks at once, then at every interval, and stops with the last subscriber", async () => {
    const load = vi.fn(async () => load.mock.calls.length);
    const live = createLive(load, 1000, fakePage);
    const end = live.subscribe(() => {});
    await vi.advanceTimersByTimeAsync(2500);
    expect(load).toHaveBeenCalledTimes(3);
    expect(live.getState()).toEqual({ data: 3, failure: null });
    end();
    await vi.advanceTimersByTimeAsync(5000);
    expect(load).toHaveBeenCalledTimes(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("rests while the page is hidden and asks at once when it is back", async () => {
    const page = fakePage();
    const load = vi.fn(async () => 1);
    const end = createLive(load, 1000, () => page).subscribe(() => {});
    await vi.advanceTimersByTimeAsync(0);
    page.turn(true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(load).toHaveBeenCalledTimes(1);
    page.turn(false);
    expect(load).toHaveBeenCalledTimes(2);
    end();
  });

  it("keeps what it knows when a try fails, and says so until one succeeds", async () => {
    const answers = [async () => "one", () => Promise.reject(new RequestError("network")), async () => "two"];
    const live = createLive(() => answers.shift()?.() ?? Promise.resolve("end"), 1000, fakePage);
    const end = live.subscribe(() => {});
    await vi.advanceTimersByTimeAsync(1000);
    expect(live.getState()).toEqual({ data: "one", failure: "network" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(live.getState()).toEqual({ data: "two", failure: null });
    end();
  });

  it("keeps what an action answered, though an older question is answered later, and goes on asking", async () => {
    const pending: ((value: string) => void)[] = [];
    const live = createLive(() => new Promise<string>((resolve) => pending.push(resolve)), 1000, fakePage);
    const end = live.subscribe(() => {});
    live.set("mine");
    pending[0]?.("old");
    await vi.advanceTimersByTimeAsync(0);
    expect(live.getState()).toEqual({ data: "mine", failure: null });
    await vi.advanceTimersByTimeAsync(1000);
    expect(pending).toHaveLength(2);
    end();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("drops the answer of a question that was asked anew", async () => {
    const pending: ((value: string) => void)[] = [];
    const live = createLive(() => new Promise<string>((resolve) => pending.push(resolve)), 1000, fakePage);
    const end = live.subscribe(() => {});
    void live.refresh();
    pending[1]?.("new");
    pending[0]?.("old");
    await vi.advanceTimersByTimeAsync(0);
    expect(live.getState().data).toBe("new");
    end();
  });
});
