// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import { pass, renderHookInApp } from "@/components/testing/render";
import { RequestError } from "./request";
import { useAttempt, useOneAttempt } from "./use-attempt";

beforeEach(() => {
  vi.useFakeTimers();
  new FakeServer();
});

describe("an attempt", () => {
  it("shows that it succeeded if it was given a text to show", async () => {
    const { result } = renderHookInApp(() => useAttempt());
    const done = result.current(async () => undefined, "Saved");
    await pass();
    expect(await done).toBe(true);
    expect(screen.getByText("Saved")).toBeTruthy();
  });

  it.each([
    [new RequestError("rate_limited"), "Too many attempts. Wait a little, then try again."],
    [new Error("a bug"), "Something went wrong on our side. Try again soon."],
  ])("shows why it failed: %s", async (error, text) => {
    const { result } = renderHookInApp(() => useAttempt());
    const done = result.current(() => Promise.reject(error), "Saved");
    await pass();
    expect(await done).toBe(false);
    expect(screen.getByText(text)).toBeTruthy();
    expect(screen.queryByText("Saved")).toBeNull();
  });
});

describe("one attempt at a time", () => {
  it("runs once when the button is pressed twice, and is busy meanwhile", async () => {
    const { result } = renderHookInApp(() => useOneAttempt());
    let finish = () => {};
    const action = vi.fn(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    const first = result.current.attempt(action);
    await pass();
    expect(result.current.busy).toBe(true);
    expect(await result.current.attempt(action)).toBe(false);
    finish();
    expect(await first).toBe(true);
    await pass();
    expect(result.current.busy).toBe(false);
    expect(action).toHaveBeenCalledOnce();
  });

  it("can be tried again after a failure", async () => {
    const { result } = renderHookInApp(() => useOneAttempt());
    expect(await result.current.attempt(() => Promise.reject(new RequestError("network")))).toBe(false);
    expect(await result.current.attempt(async () => undefined)).toBe(true);
  });
});
