// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { usePathname } from "next/navigation";
import { beforeEach, describe, expect, it, test, vi } from "vitest";
import { createFakePhone, ended, ready, ringing, talking } from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { renderInApp } from "@/components/testing/render";
import type { DeviceNotice, PhoneState, SoundPermission } from "@/lib/phone/model/types";
import { LineStrip } from "./line-strip";

vi.mock("next/navigation", () => ({ usePathname: vi.fn() }));

const line = { kind: "up" } as const;
const toBob = {
  ref: "to-bob",
  direction: "outgoing",
  peer: { name: "Bob", username: "bob" },
  anonymous: false,
} as const;

const off: PhoneState = { kind: "off" };
const offline: PhoneState = {
  kind: "offline",
  problem: { code: "network_down", sdkCode: null },
  retryAt: 30_000,
};
const notPlaced: PhoneState = {
  kind: "notPlaced",
  call: toBob,
  problem: { code: "mic_missing", sdkCode: null },
  line,
};
const unfit: PhoneState = { kind: "failed", problem: { code: "insecure_page", sdkCode: null } };
const signedOut: PhoneState = { kind: "failed", problem: { code: "signed_out", sdkCode: null } };
const elsewhere: PhoneState = { kind: "elsewhere", inCall: false, ringing: null };

interface World {
  path?: string;
  sound?: SoundPermission;
  notice?: DeviceNotice;
}

/** A page on a small screen, with the strip above it. */
function open(state: PhoneState, { path = "/history", sound = "free", notice }: World = {}) {
  vi.mocked(usePathname).mockReturnValue(path);
  const phone = createFakePhone(state);
  phone.retry = vi.fn();
  phone.takeOver = vi.fn();
  phone.enableSound = vi.fn();
  const devices = { ...phone.devices.getState(), notice: notice ?? null };
  phone.devices.getState = () => devices;
  renderInApp(
    <main tabIndex={-1} aria-label="Page">
      <LineStrip />
    </main>,
    { phone: { ...phone, sound: { ...phone.sound, getState: () => sound } } },
  );
  return phone;
}

const page = () => screen.getByRole("main");
const button = () => screen.getByRole("button");

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  new FakeServer();
});

test.each([
  ["off", off, "The phone is off", "Turn on", "start"],
  ["offline", offline, "No internet connection", "Try now", "retry"],
  ["notPlaced", notPlaced, "No microphone found. Connect a microphone", "Try again", "retry"],
  ["failed", unfit, "This page is not secure. Browsers allow", "Try again", "retry"],
  ["elsewhere", elsewhere, "Open in another tab", "Use here", "takeOver"],
] as const)("the state %s has a reason and a button", (_, state, reason, action, verb) => {
  const phone = open(state);
  expect(page().textContent).toContain(reason);
  expect(button().textContent).toBe(action);
  expect(phone[verb]).not.toHaveBeenCalled();
  fireEvent.click(button());
  expect(phone[verb]).toHaveBeenCalledOnce();
});

test.each([
  ["starting", { kind: "starting" }],
  ["ready", ready],
  ["dialing", { kind: "dialing", call: toBob, stage: "waking", line }],
  ["ringing", { kind: "ringing", call: toBob, toVoicemail: false, line }],
  ["incoming", ringing()],
  ["inCall", talking()],
  ["reconnecting", { ...talking(), kind: "reconnecting" } as PhoneState],
  ["ended", ended("completed")],
] as const)("the state %s has no strip", (_, state) => {
  open(state);
  expect(page().textContent).toBe("");
});

it("leads who is signed out to the sign-in page", () => {
  open(signedOut);
  expect(page().textContent).toContain("You are signed out");
  expect(screen.getByRole("link", { name: "Sign in again" }).getAttribute("href")).toBe("/sign-in");
});

describe("while another tab has the phone", () => {
  it("shows who calls there", () => {
    open({ kind: "elsewhere", inCall: false, ringing: toBob.peer });
    expect(page().textContent).toBe("Bob is calling in another tab · @bobUse here");
  });

  it("warns of the call that would end there, and shows who else calls", () => {
    open({ kind: "elsewhere", inCall: true, ringing: toBob.peer });
    expect(page().textContent).toMatch(/^Bob is calling in another tab.*Using the phone here ends it\./);
    expect(button().textContent).toBe("End that call and use here");
  });

  it("a double click ends no call there", () => {
    const phone = open(elsewhere);
    fireEvent.click(button(), { detail: 1 });
    phone.show({ kind: "elsewhere", inCall: true, ringing: null });
    fireEvent.click(button(), { detail: 2 });
    expect(phone.takeOver).toHaveBeenCalledOnce();
  });

  it("is not read out, because the phone's status is", () => {
    open(elsewhere);
    expect(button().closest("[aria-live]")?.getAttribute("aria-live")).toBe("off");
  });
});

describe("while the phone is ready", () => {
  const notice: DeviceNotice = { role: "input", why: "gone", lost: "Headset", now: "Default" };

  it("offers to let the phone ring where the browser holds the sound back", () => {
    const phone = open(ready, { sound: "held" });
    expect(page().textContent).toContain("Your browser holds back the ringtone");
    fireEvent.click(button());
    expect(phone.enableSound).toHaveBeenCalledOnce();
  });

  it("shows that a device is gone", () => {
    open(ready, { notice });
    expect(page().textContent).toContain("Headset was disconnected. Using Default now.");
  });

  it("leaves the notice about a device to the settings page there", () => {
    open(ready, { notice, path: "/settings" });
    expect(page().textContent).toBe("");
  });
});

it.each([
  ["the strip", offline],
  ["the strip about another tab", elsewhere],
])("moves the focus to the page when %s leaves with it", (_, state) => {
  const phone = open(state);
  button().focus();
  phone.show(ready);
  expect(document.activeElement).toBe(page());
});
