// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";

const loads = vi.hoisted(() => ({ count: 0 }));
vi.mock("sonner", async (original) => {
  loads.count += 1;
  return original<typeof import("sonner")>();
});

afterEach(() => {
  cleanup();
  vi.doUnmock("./sonner-toaster");
  vi.useRealTimers();
});

test("the library of toasts is loaded at the first touch of the page, and shows one that was made before", async () => {
  const { Toaster } = await import("./toaster");
  const { toast } = await import("./toast");
  render(<Toaster label="Messages" />);
  expect(loads.count).toBe(0);
  expect(screen.queryByLabelText(/^Messages/)).toBeNull();
  fireEvent.keyDown(window, { key: "Tab" });
  expect(await screen.findByLabelText(/^Messages/)).toBeTruthy();
  expect(loads.count).toBe(1);
  toast.success("Saved");
  expect(await screen.findByText("Saved")).toBeTruthy();
});

test("a toast that comes before any touch loads the library and is shown", async () => {
  vi.resetModules();
  const { Toaster } = await import("./toaster");
  const { toast } = await import("./toast");
  render(<Toaster label="Messages" />);
  toast("Later");
  expect(await screen.findByText("Later")).toBeTruthy();
});

test("a toast is shown where the library cannot be loaded, for four seconds", async () => {
  vi.resetModules();
  vi.doMock("./sonner-toaster", () => {
    throw new Error("Failed to load chunk");
  });
  const { Toaster } = await import("./toaster");
  const { toast } = await import("./toast");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  render(<Toaster label="Messages" />);
  toast.error("The server does not answer.");
  expect(await screen.findByText("The server does not answer.")).toBeTruthy();
  await act(() => vi.advanceTimersByTimeAsync(4000));
  expect(screen.queryByText("The server does not answer.")).toBeNull();

  // Once the library is there, it shows the next one, and not this one again.
  vi.doUnmock("./sonner-toaster");
  toast("Copied");
  expect(await screen.findByLabelText(/^Messages/)).toBeTruthy();
  expect(await screen.findByText("Copied")).toBeTruthy();
  expect(screen.queryByText("The server does not answer.")).toBeNull();
});
