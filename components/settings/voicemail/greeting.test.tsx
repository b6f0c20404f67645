// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createFakePhone, type FakePhone, ready, ringing, talking } from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { pass, renderInApp } from "@/components/testing/render";
import type { VoicemailSettings } from "@/lib/contracts";
import { RecordingBrowser } from "./testing/recording-browser";
import { VoicemailSwitches } from "./voicemail-switches";

const settings: VoicemailSettings = {
  on: true,
  noAnswer: true,
  away: true,
  declined: true,
  busy: true,
  greeting: null,
  maxSeconds: 120,
  maxMessages: 50,
  days: 30,
  transcribed: false,
};
const mine = { seconds: 7, createdAt: "2026-01-02T12:00:00.000Z" };

const upload = "PUT /api/voicemail/greeting";

describe("the greeting of voicemail", () => {
  let browser: RecordingBrowser;
  let server: FakeServer;
  let phone: FakePhone;

  // The recorder is loaded at the first click.
  beforeAll(async () => {
    await Promise.all([import("./record"), import("./make-greeting")]);
  });

  beforeEach(() => {
    vi.useFakeTimers();
    browser = new RecordingBrowser();
    server = new FakeServer();
    phone = createFakePhone();
  });

  async function show(greeting: VoicemailSettings["greeting"] = null) {
    server.answer("GET /api/voicemail/settings", { ...settings, greeting });
    const { unmount } = renderInApp(<VoicemailSwitches />, { phone });
    await pass();
    return unmount;
  }

  const button = (name: string) => screen.getByRole("button", { name });
  const buttons = () => screen.getAllByRole("button").map(({ textContent }) => textContent);
  const text = (pattern: RegExp) => screen.queryByText(pattern) !== null;

  async function press(name: string) {
    const pressed = button(name);
    pressed.focus();
    fireEvent.click(pressed);
    await pass();
    await pass(20);
  }

  async function recordFor(ms: number) {
    await press("Record your own greeting");
    await pass(ms);
    await press("Stop recording");
  }

  it("is recorded, heard and saved, and the microphone is open only meanwhile", async () => {
    await show();
    expect([text(/the standard greeting/), buttons()]).toEqual([true, ["Record your own greeting"]]);
    await press("Record your own greeting");
    expect([browser.openMicrophones(), buttons()]).toEqual([1, ["Stop recording"]]);
    expect(document.activeElement).toBe(button("Stop recording"));
    await pass(3_000);
    expect(screen.getByRole("timer").textContent).toBe("0:57 left");
    expect(screen.getByRole("meter").getAttribute("aria-valuenow")).toBe("0.67");
    await press("Stop recording");
    expect(browser.openMicrophones()).toBe(0);
    expect(text(/Your recording \(0:03\) is not saved yet/)).toBe(true);
    expect(document.activeElement).toBe(button("Listen"));

    await press("Listen");
    expect([...browser.playing]).toEqual([expect.stringMatching(/^blob:/)]);
    await press("Stop");
    expect(browser.playing.size).toBe(0);

    server.answer(upload, { ...settings, greeting: mine });
    await press("Save greeting");
    expect(text(/Your greeting is saved/)).toBe(true);
    expect(text(/that you recorded on Jan 2, 2026 \(0:07\)/)).toBe(true);
    expect(document.activeElement).toBe(button("Record a new one"));
  });

  it("is heard as it is stored, and removed", async () => {
    await show(mine);
    await press("Listen");
    expect([...browser.playing]).toEqual(["/api/voicemail/greeting"]);
    server.handle("DELETE /api/voicemail/greeting", () => {
      server.answer("GET /api/voicemail/settings", settings);
      return new Response(null, { status: 204 });
    });
    await press("Use the standard greeting");
    expect([browser.playing.size, buttons()]).toEqual([0, ["Record your own greeting"]]);
    expect(document.activeElement).toBe(button("Record your own greeting"));
  });

  it("is not kept if it is discarded", async () => {
    await show();
    await recordFor(3_000);
    await press("Discard");
    expect([buttons(), server.count(upload)]).toEqual([["Record your own greeting"], 0]);
    expect(document.activeElement).toBe(button("Record your own greeting"));
  });

  it("stays to be saved again when the server does not take it", async () => {
    await show();
    await recordFor(3_000);
    server.refuse(upload, "bad_greeting", 400);
    await press("Save greeting");
    expect(text(/That recording cannot be used/)).toBe(true);
    server.disconnect(upload);
    await press("Save greeting");
    expect(text(/The server does not answer/)).toBe(true);
    server.answer(upload, { ...settings, greeting: mine });
    await press("Save greeting");
    expect(buttons()).toContain("Record a new one");
  });

  it("ends by itself after a minute, and says so", async () => {
    await show();
    browser.sound.seconds = 61;
    await press("Record your own greeting");
    await pass(60_000);
    await pass();
    expect(browser.openMicrophones()).toBe(0);
    expect(text(/Your recording \(1:00\)/)).toBe(true);
    expect(text(/A greeting may last a minute/)).toBe(true);
  });

  it.each([0, 0.4])("is none if %d s were recorded", async (seconds) => {
    await show();
    browser.sound.seconds = seconds;
    await recordFor(100);
    expect([text(/That was too short/), buttons()]).toEqual([true, ["Record your own greeting"]]);
  });

  it("says that nothing can be heard in it", async () => {
    await show();
    browser.sound.loudness = 0.001;
    await recordFor(3_000);
    expect(text(/Nothing can be heard in it/)).toBe(true);
  });

  it("keeps what was recorded until the microphone was unplugged", async () => {
    await show();
    await press("Record your own greeting");
    await pass(3_000);
    browser.unplug();
    await pass();
    expect([text(/The microphone stopped/), browser.openMicrophones()]).toEqual([true, 0]);
    expect(buttons()).toContain("Save greeting");
  });

  it.each([
    ["the microphone is refused", new DOMException("", "NotAllowedError"), /The microphone is not allowed/],
    ["there is no microphone", new DOMException("", "NotFoundError"), /No microphone found/],
    ["another program has it", new DOMException("", "NotReadableError"), /The microphone is in use/],
  ])("says what to do if %s, and forgets that at the next try", async (_what, refusal, expected) => {
    await show();
    browser.refusal = refusal;
    await press("Record your own greeting");
    expect([text(expected), browser.openMicrophones()]).toEqual([true, 0]);
    browser.refusal = null;
    await press("Record your own greeting");
    expect([text(expected), browser.openMicrophones()]).toEqual([false, 1]);
  });

  it("says that the browser cannot record, or not read what it has recorded", async () => {
    await show();
    browser.isDeaf = true;
    await recordFor(3_000);
    expect(text(/This browser could not record/)).toBe(true);
    vi.stubGlobal("MediaRecorder", undefined);
    await press("Record your own greeting");
    expect([text(/This browser could not record/), browser.openMicrophones()]).toEqual([true, 0]);
  });

  it("is recorded also where the microphone cannot be measured", async () => {
    vi.stubGlobal("AudioContext", undefined);
    await show();
    await press("Record your own greeting");
    expect([screen.queryByRole("meter"), buttons()]).toEqual([null, ["Stop recording"]]);
  });

  it("is recorded with the chosen microphone, or another one if that is gone", async () => {
    const [state, refresh] = [phone.devices.getState(), vi.fn(async () => undefined)];
    let input: string | null = "mic1";
    phone.devices.getState = () => ({ ...state, input });
    Object.assign(phone.devices, { refresh });
    await show();
    await press("Record your own greeting");
    await press("Stop recording");
    browser.refusal = new DOMException("", "NotFoundError");
    refresh.mockImplementation(async () => {
      browser.refusal = null;
      input = null;
    });
    await press("Record again");
    expect([browser.asked, browser.openMicrophones()]).toEqual([["mic1", "mic1", null], 1]);
    expect(document.activeElement).toBe(button("Stop recording"));
  });

  it("leaves the microphone to a call that comes, and says so", async () => {
    await show();
    await press("Record your own greeting");
    phone.show(ringing());
    await pass();
    expect([browser.openMicrophones(), text(/A call came/)]).toEqual([0, true]);
    await press("Record your own greeting");
    expect([browser.openMicrophones(), text(/The call needs the microphone/)]).toEqual([0, true]);
    phone.show(talking());
    await press("Record your own greeting");
    expect(browser.asked).toHaveLength(1);
    phone.show(ready);
    await press("Record your own greeting");
    expect(browser.openMicrophones()).toBe(1);
  });

  it("is silent while a call rings, and what was recorded before stays", async () => {
    await show();
    await recordFor(3_000);
    await press("Listen");
    phone.show(ringing());
    await pass();
    expect([browser.playing.size, buttons()[0]]).toEqual([0, "Listen"]);
    expect(buttons()).toContain("Save greeting");
  });

  it("leaves no microphone open when the page is left, even if it is allowed only then", async () => {
    const leave = await show();
    await press("Record your own greeting");
    leave();
    await pass();
    expect(browser.openMicrophones()).toBe(0);

    let allow = () => {};
    browser.question = new Promise((resolve) => {
      allow = resolve;
    });
    const leaveAgain = await show();
    await press("Record your own greeting");
    expect(button("Record your own greeting").getAttribute("aria-busy")).toBe("true");
    leaveAgain();
    allow();
    await pass();
    expect([browser.asked.length, browser.openMicrophones()]).toEqual([2, 0]);
  });
});
