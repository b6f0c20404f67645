// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeAll, beforeEach, describe, expect, it, test, vi } from "vitest";
import {
  createFakePhone,
  ended,
  fromBob,
  fromCarol,
  ready,
  ringing,
  talking,
} from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { alice, renderInApp } from "@/components/testing/render";
import { refusals } from "@/lib/contracts";
import { messages } from "@/lib/i18n/messages";
import type { PhoneState } from "@/lib/phone/model/types";
import { CallPanel } from "./call-panel";
import { WaitingCall } from "./incoming-dialog";
import { talkScreen } from "./talk-screen";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }) }));

beforeAll(() => talkScreen.want());

const line = { kind: "up" } as const;
const toBob = {
  ref: "to-bob",
  direction: "outgoing",
  peer: { name: "Bob", username: "bob" },
  anonymous: false,
} as const;
const dialing: PhoneState = { kind: "dialing", call: toBob, stage: null, line };
const answering: PhoneState = { kind: "incoming", call: fromBob, answering: true, line };
const reconnecting: PhoneState = { ...talking(), kind: "reconnecting" } as PhoneState;

interface Shown {
  state: PhoneState;
  /** What is to be read. */
  text: string;
  buttons: string[];
}

const talkButtons = ["measuring", "Mute", "Keypad", "Audio", "Hang up"];

/** One entry for each kind: the compiler asks for a new one. */
const screens: Record<PhoneState["kind"], Shown> = {
  off: { state: { kind: "off" }, text: "The phone is off", buttons: ["Turn on"] },
  elsewhere: {
    state: { kind: "elsewhere", inCall: false, ringing: null },
    text: "Open in another tab",
    buttons: ["Use here"],
  },
  starting: { state: { kind: "starting" }, text: "Getting your phone ready", buttons: [] },
  offline: {
    state: { kind: "offline", problem: { code: "network_down", sdkCode: null }, retryAt: 30_000 },
    text: "Trying again in 30 seconds.",
    buttons: ["Try now"],
  },
  ready: { state: ready, text: "Your line is open", buttons: ["Copy my call link"] },
  dialing: { state: dialing, text: "Calling…", buttons: ["Hang up"] },
  ringing: {
    state: { kind: "ringing", call: toBob, toVoicemail: false, line },
    text: "Ringing…",
    buttons: ["Hang up"],
  },
  incoming: { state: ringing(), text: "is calling you", buttons: ["Decline", "Answer"] },
  inCall: { state: talking(), text: "0:00", buttons: talkButtons },
  reconnecting: { state: reconnecting, text: "Reconnecting…", buttons: talkButtons },
  ended: { state: ended("completed"), text: "Call ended", buttons: ["Done", "Call back"] },
  notPlaced: {
    state: { kind: "notPlaced", call: toBob, problem: { code: "mic_denied", sdkCode: 31401 }, line },
    text: "The microphone is not allowed",
    buttons: ["Try again"],
  },
  failed: {
    state: { kind: "failed", problem: { code: "unsupported_browser", sdkCode: null } },
    text: "This browser cannot make calls",
    buttons: ["Try again"],
  },
};

test.each(refusals)("the caller reads why a call was refused: %s", (refusal) => {
  open({ ...(ended("failed") as Extract<PhoneState, { kind: "ended" }>), call: toBob, refusal });
  expect(screen.getByText(messages.en.phone.refusal[refusal])).toBeTruthy();
});

test("the caller reads that the other's app is closed, and that devices are rung", () => {
  const { phone } = open({ kind: "dialing", call: toBob, stage: "waking", line });
  expect(screen.getByText("Waking their phone…")).toBeTruthy();
  expect(screen.getByText("Bob's app is closed. Ringing their devices…")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Hang up" }));
  expect(phone.hangUp).toHaveBeenCalled();
});

test("the caller reads that voicemail listens, and can mute, press keys and hang up", () => {
  open(talking({ call: toBob, voicemail: true }));
  expect(screen.getByText("Leave a message")).toBeTruthy();
  expect(screen.getByText(/^Bob did not answer\. Speak after the tone: you are recorded\./)).toBeTruthy();
  expect(screen.getByRole("timer")).toBeTruthy();
  for (const name of ["Mute", "Keypad", "Hang up"]) {
    expect(screen.getByRole("button", { name })).toBeTruthy();
  }
});

test.each([
  ["waking", "offline", /^Their devices were rung, but nobody opened the app\./],
  ["message", "no_answer", /^If you spoke after the tone, your message was left\./],
] as const)("after the stage %s the caller reads what came of it", (lastStage, outcome, text) => {
  open({ ...(ended(outcome, toBob) as Extract<PhoneState, { kind: "ended" }>), lastStage });
  expect(screen.getByText(text)).toBeTruthy();
});

test("somebody who is about to call reads that calling is paused", () => {
  new FakeServer().answer("GET /api/me", { ...alice, calling: "paused" });
  renderInApp(<CallPanel />, { phone: createFakePhone(ready), me: { ...alice, calling: "paused" } });
  expect(screen.getByText(/^Calling is paused by the operator\./)).toBeTruthy();
});

function open(state: PhoneState) {
  const phone = createFakePhone(state);
  const { container } = renderInApp(
    <>
      <button type="button">People</button>
      <CallPanel />
      <WaitingCall />
    </>,
    { phone },
  );
  const panel = container.querySelector<HTMLElement>("[data-phone]");
  if (!panel) throw new Error("No panel");
  return { phone, panel };
}

const button = (name: string) => screen.getByRole("button", { name });

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  new FakeServer();
});

test.each(Object.entries(screens))("the panel has a screen for the state %s", (kind, shown) => {
  expect(shown.state.kind).toBe(kind);
  const { panel } = open(shown.state);
  expect(panel.textContent).toContain(shown.text);
  const buttons = [...panel.querySelectorAll("button")];
  expect(buttons.map(({ textContent }) => textContent)).toEqual(shown.buttons);
});

test.each(
  Object.values(screens).filter(({ state }) =>
    ["dialing", "ringing", "incoming", "inCall", "reconnecting", "ended"].includes(state.kind),
  ),
)("the username stands with the name, which anybody can have: $state.kind", ({ state }) => {
  expect(open(state).panel.textContent).toContain("@bob");
});

it("shows that a call was answered and has no sound yet", () => {
  const { panel } = open(answering);
  expect(panel.textContent).toContain("Connecting…");
  expect(screen.queryByRole("alertdialog")).toBeNull();
  expect(button("Hang up")).toBeTruthy();
});

it("begins a new call with its drawers closed", () => {
  const { phone } = open(talking());
  fireEvent.click(button("Keypad"));
  phone.show(talking({ muted: true }));
  expect(screen.getByRole("group", { name: "Tones" })).toBeTruthy();
  phone.show(talking({ call: fromCarol }));
  expect(screen.queryByRole("group", { name: "Tones" })).toBeNull();
});

describe("the focus", () => {
  it.each([
    ["Hang up", dialing, ended("canceled", toBob)],
    ["Answer", ringing(), answering],
    ["Hang up", talking(), ended("completed")],
    ["Done", ended("completed"), ready],
  ])("stays with the phone when the button %s leaves with its screen", (name, before, after) => {
    const { phone, panel } = open(before);
    button(name).focus();
    phone.show(after);
    expect(document.activeElement).toBe(panel);
  });

  it("stays with the phone when a waiting call, shown over the page, is answered", () => {
    const { phone, panel } = open(talking({ waiting: fromCarol }));
    button("End and answer").focus();
    phone.show(talking({ call: fromCarol }));
    expect(document.activeElement).toBe(panel);
  });

  it("stays on a button that stays", () => {
    const { phone } = open(talking());
    button("Mute").focus();
    phone.show(reconnecting);
    expect(document.activeElement).toBe(button("Mute"));
  });

  it("is not taken from the page around", () => {
    const { phone } = open(talking());
    button("Mute").focus();
    button("People").focus();
    phone.show(ended("completed"));
    expect(document.activeElement).toBe(button("People"));
  });

  it("is not taken by the phone if it was lost elsewhere on the page", () => {
    const { phone, panel } = open(talking());
    button("People").focus();
    button("People").blur();
    phone.show(ended("completed"));
    expect(document.activeElement).toBe(document.body);
    expect(document.activeElement).not.toBe(panel);
  });
});
