// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";

const loads = vi.hoisted(() => ({ count: 0 }));
vi.mock("sonner", async (original) => {
  loads.count += 1;
  return original<typeof import("sonner")>();
});

afterEach(cleanup);

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
