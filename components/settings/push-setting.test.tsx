// @vitest-environment happy-dom
import { fireEvent, screen, within } from "@testing-library/react";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { otherDevice, PushBrowser, thisDevice } from "@/components/phone/notifications/testing/push-browser";
import { createFakeLive } from "@/components/testing/fake-live";
import { pass, renderInApp, renderOnServer } from "@/components/testing/render";
import { PushSetting } from "./push-setting";
import { Section } from "./section";

const label = "Ring this device when the app is closed";

describe("the setting that rings this device while the app is closed", () => {
  let browser: PushBrowser;

  // The list is loaded once there is a device to show.
  beforeAll(async () => {
    await import("./push-devices");
  });

  beforeEach(() => {
    vi.useFakeTimers();
    browser = new PushBrowser();
    browser.permission = "default";
  });

  async function show(live = createFakeLive()) {
    renderInApp(
      <Section title="Notifications">
        <PushSetting />
      </Section>,
      { live },
    );
    await pass();
    return live;
  }

  const toggle = () => screen.getByRole("switch", { name: label });
  const isOn = () => toggle().getAttribute("aria-checked") === "true";
  const section = () => screen.getByRole("region", { name: "Notifications" });
  const rows = () =>
    within(section())
      .queryAllByRole("listitem")
      .map(({ textContent }) => textContent);

  async function press(element: HTMLElement) {
    element.focus();
    fireEvent.click(element);
    await pass();
  }

  it("asks for permission and subscribes at a click, and lists the device; another click ends it", async () => {
    await show();
    expect([isOn(), rows()]).toEqual([false, []]);
    await press(toggle());
    expect([isOn(), rows()]).toEqual([true, ["Chrome on LinuxThis device · since Jan 2, 2026Remove"]]);
    expect(browser.sent()).toEqual([browser.subscription?.endpoint]);
    await press(toggle());
    expect([isOn(), rows(), browser.subscription]).toEqual([false, [], null]);
  });

  it("shows that it is at work, and keeps the focus", async () => {
    await show();
    const answer = browser.server.hold("PUT /api/push");
    await press(toggle());
    expect([isOn(), toggle().getAttribute("aria-busy")]).toEqual([true, "true"]);
    expect(document.activeElement).toBe(toggle());
    answer({});
    await pass();
    expect(toggle().getAttribute("aria-busy")).toBe("false");
  });

  it("is off if the browser has lost its subscription, or the server does not list this device", async () => {
    browser.permission = "granted";
    browser.devices = [thisDevice];
    await show();
    expect(isOn()).toBe(false);
    browser.devices = [];
    browser.subscribe(browser.publicKey ?? "");
    await show();
    expect(screen.getAllByRole("switch").map((one) => one.getAttribute("aria-checked"))).toEqual([
      "false",
      "false",
    ]);
  });

  it("says why it stays off: the user does not allow notifications", async () => {
    browser.choice = "denied";
    await show();
    await press(toggle());
    expect(isOn()).toBe(false);
    expect(screen.getByText(/Notifications were not allowed/)).toBeTruthy();
    expect(screen.getByText(/The browser blocks notifications/)).toBeTruthy();
  });

  it("says why it stays off: the push service does not answer, or the server", async () => {
    await show();
    browser.fault = new DOMException("", "AbortError");
    await press(toggle());
    expect(screen.getByText(/The push service of this browser does not answer/)).toBeTruthy();
    browser.fault = null;
    browser.server.disconnect("PUT /api/push");
    await press(toggle());
    expect(screen.getByText(/The server does not answer/)).toBeTruthy();
    expect([isOn(), browser.subscription]).toEqual([false, null]);
  });

  it("removes another device, and the focus stays in the section", async () => {
    browser.devices = [otherDevice];
    browser.server.handle(`DELETE /api/push/${otherDevice.id}`, () => {
      browser.devices = [];
      return new Response(null, { status: 204 });
    });
    await show();
    await press(screen.getByRole("button", { name: "Remove Safari on iOS" }));
    expect(rows()).toEqual([]);
    expect(screen.getByText("Safari on iOS is not rung any more")).toBeTruthy();
    expect(document.activeElement).toBe(section());
  });

  it("takes a device that is gone already as removed", async () => {
    browser.devices = [otherDevice];
    await show();
    browser.devices = [];
    browser.server.refuse(`DELETE /api/push/${otherDevice.id}`, "not_found", 404);
    await press(screen.getByRole("button", { name: "Remove Safari on iOS" }));
    expect(rows()).toEqual([]);
  });

  it("removes this device as the switch does", async () => {
    await show();
    await press(toggle());
    await press(screen.getByRole("button", { name: "Remove Chrome on Linux" }));
    expect([isOn(), rows(), browser.subscription]).toEqual([false, [], null]);
    expect(document.activeElement).toBe(section());
  });

  it("shows what another device has changed, as soon as the server tells it", async () => {
    const live = await show();
    browser.devices = [otherDevice];
    await live.tell({ kind: "own", what: ["push"] });
    await pass(1_000);
    expect(rows()).toEqual(["Safari on iOSsince Jan 2, 2026Remove"]);
  });

  it("says that ten devices are enough", async () => {
    browser.devices = Array.from({ length: 10 }, (_, index) => ({ ...otherDevice, id: `${index}` }));
    browser.server.answer("GET /api/push", {
      publicKey: browser.publicKey,
      devices: browser.devices.map((one, index) => ({
        ...one,
        id: `5f0c2a52-6c1a-4a39-8a65-0c9d8a5a8f1${index}`,
      })),
    });
    await show();
    expect(screen.getByText(/Ten devices are rung already/)).toBeTruthy();
  });

  it.each([
    ["this installation has no keys", /its operator has set no keys/, () => (browser.publicKey = null)],
    [
      "the browser cannot",
      /This browser cannot be rung/,
      () => Reflect.deleteProperty(window, "PushManager"),
    ],
    [
      "an iPhone has the page not on its home screen",
      /first put this page on the home screen/,
      () => {
        Reflect.deleteProperty(window, "PushManager");
        vi.stubGlobal("navigator", Object.assign(Object.create(navigator), { standalone: false }));
      },
    ],
  ])("has no switch where %s, and says so", async (_where, text, cause) => {
    cause();
    await show();
    expect(screen.getByText(label)).toBeTruthy();
    expect(screen.getByText(text)).toBeTruthy();
    expect(screen.queryByRole("switch")).toBeNull();
  });

  it("says why nothing is known when the server does not answer", async () => {
    browser.server.disconnect("GET /api/push");
    await show();
    expect(screen.getByText(/The server does not answer/)).toBeTruthy();
  });

  it("is rendered on the server", () => {
    expect(renderOnServer(<PushSetting />)).not.toContain(label);
  });
});
