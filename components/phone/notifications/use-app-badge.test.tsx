// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import { alice, pass, renderHookInApp } from "@/components/testing/render";
import { useAppBadge } from "./use-app-badge";

const setAppBadge = vi.fn(async (_count: number) => {});
const clearAppBadge = vi.fn(async () => {});

describe("useAppBadge", () => {
  let server: FakeServer;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.clearAllMocks();
    Object.assign(navigator, { setAppBadge, clearAppBadge });
    server = new FakeServer();
    server.answer("GET /api/me", { ...alice, missed: 2 });
  });

  it("counts the missed calls, and disappears when the phone is unmounted", async () => {
    const { unmount } = renderHookInApp(() => useAppBadge(), { me: { ...alice, missed: 2 } });
    await pass();
    expect(setAppBadge).toHaveBeenLastCalledWith(2);
    server.answer("GET /api/me", { ...alice, missed: 0 });
    await pass(15_000);
    expect(setAppBadge).toHaveBeenLastCalledWith(0);
    clearAppBadge.mockClear();
    unmount();
    expect(clearAppBadge).toHaveBeenCalledOnce();
  });

  it("counts new messages, too", async () => {
    const me = { ...alice, missed: 2, unheard: 3 };
    server.answer("GET /api/me", me);
    renderHookInApp(() => useAppBadge(), { me });
    await pass();
    expect(setAppBadge).toHaveBeenLastCalledWith(5);
  });

  it("sets no badge where the system refuses or lacks it", async () => {
    const asked: string[] = [];
    // Not a spy: what a spy rejects with counts as handled.
    const refuse = (what: string) => () => {
      asked.push(what);
      return Promise.reject(new Error("refused"));
    };
    Object.assign(navigator, { setAppBadge: refuse("set"), clearAppBadge: refuse("clear") });
    const failed = vi.fn();
    process.on("unhandledRejection", failed);
    renderHookInApp(() => useAppBadge()).unmount();
    await pass();
    Object.assign(navigator, { setAppBadge: undefined, clearAppBadge: undefined });
    renderHookInApp(() => useAppBadge()).unmount();
    await pass();
    process.off("unhandledRejection", failed);
    expect(new Set(asked)).toEqual(new Set(["set", "clear"]));
    expect(failed).not.toHaveBeenCalled();
  });
});
