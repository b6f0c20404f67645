// @vitest-environment happy-dom
import { act, renderHook } from "@testing-library/react";
import { useEffect } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useNow, useSecondsSince } from "./use-now";

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

describe("the seconds since a moment", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 10_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("are whole, and shown once for each", async () => {
    const shown: number[] = [];
    const { unmount } = renderHook(() => {
      const seconds = useSecondsSince(8_000);
      useEffect(() => {
        shown.push(seconds);
      });
    });
    for (let step = 0; step < 12; step += 1) await act(() => vi.advanceTimersByTimeAsync(250));
    expect(shown).toEqual([2, 3, 4, 5]);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});
