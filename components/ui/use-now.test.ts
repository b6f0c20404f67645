// @vitest-environment happy-dom
import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useNow } from "./use-now";

describe("the time", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 10_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

  it("is right at once, and then updated at each interval", async () => {
    const { result } = renderHook(() => useNow(500), { reactStrictMode: true });
    expect(result.current).toBe(10_000);
    await pass(499);
    expect(result.current).toBe(10_000);
    await pass(1);
    expect(result.current).toBe(10_500);
    await pass(1_000);
    expect(result.current).toBe(11_500);
  });

  it("follows an interval that changes", async () => {
    const { result, rerender } = renderHook(useNow, { initialProps: 60_000, reactStrictMode: true });
    rerender(100);
    await pass(100);
    expect(result.current).toBe(10_100);
    expect(vi.getTimerCount()).toBe(1);
  });

  it("sets no timer any more when its component has gone", () => {
    const { unmount } = renderHook(() => useNow(500), { reactStrictMode: true });
    expect(vi.getTimerCount()).toBe(1);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});
