// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { pass, renderInApp } from "@/components/testing/render";
import { PushOffer } from "./push-offer";
import { PushBrowser } from "./testing/push-browser";

describe("the offer to ring this device while the app is closed", () => {
  let browser: PushBrowser;

  beforeEach(() => {
    vi.useFakeTimers();
    browser = new PushBrowser();
    browser.permission = "default";
  });

  async function show() {
    const { unmount } = renderInApp(
      <main tabIndex={-1}>
        <PushOffer />
      </main>,
    );
    await pass();
    return unmount;
  }

  const offer = () => screen.queryByText(/You missed a call/);

  async function press(name: string) {
    const button = screen.getByRole("button", { name });
    button.focus();
    fireEvent.click(button);
    await pass();
  }

  it("is taken with one click, and does not come back", async () => {
    const leave = await show();
    await press("Ring it");
    expect([offer(), browser.devices.length]).toEqual([null, 1]);
    expect(screen.getByText("This device is rung from now on")).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole("main"));
    leave();
    await browser.subscription?.unsubscribe();
    await show();
    expect(offer()).toBeNull();
  });

  it("is dismissed once and for all", async () => {
    const leave = await show();
    await press("Do not ring it");
    expect([offer(), browser.sent()]).toEqual([null, []]);
    expect(document.activeElement).toBe(screen.getByRole("main"));
    leave();
    await show();
    expect(offer()).toBeNull();
  });

  it("says why when it fails, and stays", async () => {
    await show();
    browser.server.disconnect("PUT /api/push");
    await press("Ring it");
    expect(offer()).toBeTruthy();
    expect(screen.getByText(/The server does not answer/)).toBeTruthy();
  });

  it.each([
    ["the browser blocks notifications", () => (browser.permission = "denied")],
    ["this installation has no keys", () => (browser.publicKey = null)],
    ["the browser cannot", () => Reflect.deleteProperty(window, "PushManager")],
  ])("is not made where %s", async (_where, cause) => {
    cause();
    await show();
    expect(offer()).toBeNull();
  });
});
