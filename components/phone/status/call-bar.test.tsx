// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { usePathname } from "next/navigation";
import { beforeEach, describe, expect, it, test, vi } from "vitest";
import { createFakePhone, ended, ready, ringing, talking } from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { pass, renderInApp } from "@/components/testing/render";
import type { DeviceNotice, PhoneState } from "@/lib/phone/model/types";
import { CallBar } from "./call-bar";

vi.mock("next/navigation", () => ({ usePathname: vi.fn() }));

const line = { kind: "up" } as const;
const toBob = {
  ref: "to-bob",
  direction: "outgoing",
  peer: { name: "Bob", username: "bob" },
  anonymous: false,
} as const;
const reconnecting = { ...talking(), kind: "reconnecting" } as PhoneState;

/** A page on a small screen, with the bar above it. */
function open(state: PhoneState, path = "/history", notice: DeviceNotice | null = null) {
  vi.mocked(usePathname).mockReturnValue(path);
  const phone = createFakePhone(state);
  const devices = { ...phone.devices.getState(), notice };
  phone.devices.getState = () => devices;
  renderInApp(
    <main tabIndex={-1} aria-label="Page">
      <CallBar />
    </main>,
    { phone },
  );
  return phone;
}

const page = () => screen.getByRole("main");
const bar = () => screen.queryByRole("region", { name: "Current call" });
const button = (name: string) => screen.getByRole("button", { name });

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  new FakeServer();
});

test.each([
  ["dialing", { kind: "dialing", call: toBob, stage: null, line }, "Calling…", ["Hang up"]],
  ["waking", { kind: "dialing", call: toBob, stage: "waking", line }, "Waking their phone…", ["Hang up"]],
  ["ringing", { kind: "ringing", call: toBob, toVoicemail: false, line }, "Ringing…", ["Hang up"]],
  ["inCall", talking(), "0:00", ["Mute", "Hang up"]],
  ["voicemail", talking({ voicemail: true }), "Leave a message · 0:00", ["Mute", "Hang up"]],
  ["muted", talking({ muted: true }), "0:00", ["Unmute", "Hang up"]],
  ["reconnecting", reconnecting, "Reconnecting…", ["Mute", "Hang up"]],
  ["ended", ended("no_answer"), "You missed this call", ["Done"]],
] as const)("the bar shows the call while it is %s", (_, state, progress, buttons) => {
  open(state);
  expect(bar()?.textContent).toBe(`Bob${progress}@bob`);
  expect(screen.getAllByRole("button").map((each) => each.getAttribute("aria-label"))).toEqual(buttons);
});

test.each([
  ["off", { kind: "off" }],
  ["starting", { kind: "starting" }],
  ["ready", ready],
  // It is shown in full, over every page.
  ["incoming", ringing()],
] as const)("there is no bar while the phone is %s", (_, state) => {
  open(state);
  expect(bar()).toBeNull();
  expect(page().textContent).toBe("");
});

it("counts the time of the call", async () => {
  open(talking());
  await pass(61_000);
  expect(screen.getByRole("timer").textContent).toBe("1:01");
});

it("leads to the call's own page until the call is over", () => {
  const phone = open(talking());
  expect(screen.getByRole("link", { name: "Show call" }).getAttribute("href")).toBe("/");
  phone.show(ended("completed"));
  expect(screen.queryByRole("link")).toBeNull();
});

it("mutes and unmutes", () => {
  const phone = open(talking());
  fireEvent.click(button("Mute"));
  phone.show(talking({ muted: true }));
  fireEvent.click(button("Unmute"));
  expect(vi.mocked(phone.setMuted).mock.calls).toEqual([[true], [false]]);
});

it.each([
  ["Hang up", talking(), "hangUp"],
  ["Done", ended("completed"), "dismiss"],
] as const)("moves the focus to the page before the button %s leaves", (name, state, verb) => {
  const phone = open(state);
  const focused: (Element | null)[] = [];
  vi.mocked(phone[verb]).mockImplementation(() => focused.push(document.activeElement));
  button(name).focus();
  fireEvent.click(button(name));
  expect(focused).toEqual([page()]);
});

describe("what must be known about the call", () => {
  const notice: DeviceNotice = { role: "input", why: "gone", lost: "Headset", now: "Default" };
  const news = () => page().querySelector("[aria-live=polite]");

  it("is read out in a region that is on the page before it", () => {
    const phone = open(ready);
    const region = news();
    expect(region?.textContent).toBe("");
    phone.show(reconnecting);
    expect(news()).toBe(region);
    expect(region?.textContent).toMatch(/^The connection dropped\./);
  });

  it("is that a device is gone", () => {
    open(talking(), "/history", notice);
    expect(news()?.textContent).toContain("Headset was disconnected. Using Default now.");
  });

  it("is left to the settings page there, if it is about a device", () => {
    open(talking(), "/settings", notice);
    expect(news()?.textContent).toBe("");
  });

  it("is that nobody hears me while I am muted, which a button solves", () => {
    const phone = open(talking({ muted: true, hint: "talking_while_muted" }));
    expect(news()?.textContent).toMatch(/^You are muted\. Nobody hears you\./);
    fireEvent.click(button("Unmute now"));
    expect(phone.setMuted).toHaveBeenCalledExactlyOnceWith(false);
  });

  it.each([
    ["microphone_stopped", /^Your microphone stopped\./],
    ["microphone_denied", /^Your microphone is not allowed any more/],
  ] as const)("is what is wrong with the microphone, and a button tries again: %s", (hint, text) => {
    const phone = open(talking({ hint }));
    expect(news()?.textContent).toMatch(text);
    fireEvent.click(button("Try again"));
    expect(phone.retry).toHaveBeenCalledOnce();
  });

  it("is that the system holds back the microphone, for which there is no button here", () => {
    open(talking({ hint: "microphone_held" }));
    expect(news()?.textContent).toMatch(/^The system or your headset has switched your microphone off\./);
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
  });
});
