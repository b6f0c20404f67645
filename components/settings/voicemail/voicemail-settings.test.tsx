// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createFakeLive } from "@/components/testing/fake-live";
import { createFakePhone, ready } from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { pass, renderInApp, renderOnServer } from "@/components/testing/render";
import type { VoicemailSettings } from "@/lib/contracts";
import { VoicemailSettings as Setting } from "./voicemail-settings";

const off: VoicemailSettings = {
  on: false,
  noAnswer: true,
  away: true,
  declined: true,
  busy: true,
  greeting: null,
  maxSeconds: 120,
  maxMessages: 50,
  days: 1,
  transcribed: false,
};
const get = "GET /api/voicemail/settings";
const put = "PUT /api/voicemail/settings";

describe("the settings of voicemail", () => {
  let server: FakeServer;

  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer();
  });

  async function show(settings = off) {
    server.answer(get, settings);
    const live = createFakeLive();
    const phone = createFakePhone({ kind: "starting" });
    renderInApp(<Setting />, { live, phone });
    phone.show(ready);
    await pass(2_000);
    // The code of the section is loaded now.
    await vi.dynamicImportSettled();
    await pass();
    return live;
  }

  const toggle = (name: string) => screen.getByRole("switch", { name });
  const stands = () =>
    screen.getAllByRole("switch").map((one) => one.getAttribute("aria-checked") === "true");
  async function press(name: string) {
    fireEvent.click(toggle(name));
    await pass();
  }

  it("show their words before their code is there, and no switch that could not be used", () => {
    const html = renderOnServer(<Setting />);
    expect(html).toContain("They are told that they are recorded.");
    expect(html).not.toContain('role="switch"');
  });

  it("are one switch while voicemail is off, and the rest when it is on", async () => {
    await show();
    expect(stands()).toEqual([false]);
    server.answer(put, { ...off, on: true });
    await press("Voicemail");
    expect(stands()).toEqual([true, true, true, true, true]);
    expect(
      screen.getByText(/may last 120 seconds, and is deleted after 1 day\. With 50 messages/),
    ).toBeTruthy();
    expect(screen.queryByText(/written down/)).toBeNull();
    expect(server.bodies).toEqual([{ on: true, noAnswer: true, away: true, declined: true, busy: true }]);
  });

  it("say that messages are written down, where they are", async () => {
    await show({ ...off, on: true, transcribed: true });
    expect(screen.getByText(/written down as text/)).toBeTruthy();
  });

  it("show a change at once, and take it back with the reason if it fails", async () => {
    await show({ ...off, on: true });
    let refuse = () => {};
    server.handle(put, () => new Promise((_, reject) => (refuse = () => reject(new TypeError()))));
    await press("When you decline");
    expect(stands()).toEqual([true, true, true, false, true]);
    refuse();
    await pass();
    expect(stands()).toEqual([true, true, true, true, true]);
    expect(screen.getByText(/The server does not answer/)).toBeTruthy();
  });

  it("send one change at a time, so that the last wish stays", async () => {
    await show({ ...off, on: true });
    const answer = server.hold(put);
    await press("When you decline");
    await press("When you are busy");
    await press("When you are busy");
    await press("When you are away");
    expect(server.count(put)).toBe(1);
    answer({ ...off, on: true, declined: false });
    await pass();
    expect(stands()).toEqual([true, true, false, false, true]);
    const last = { on: true, noAnswer: true, away: false, declined: false, busy: true };
    expect([server.count(put), server.bodies.at(-1)]).toEqual([2, last]);
    answer({ ...off, ...last });
    await pass();
    expect([stands(), server.count(put)]).toEqual([[true, true, false, false, true], 2]);
  });

  it("show what another device has changed, as soon as the server tells it", async () => {
    const live = await show();
    server.answer(get, { ...off, on: true, away: false });
    await live.tell({ kind: "own", what: ["me"] });
    await pass(1_000);
    expect(stands()).toEqual([true, true, false, true, true]);
  });

  it("say why nothing is known when the server does not answer", async () => {
    server.disconnect(get);
    const phone = createFakePhone(ready);
    renderInApp(<Setting />, { phone });
    await pass(2_000);
    expect(screen.getByText(/The server does not answer/)).toBeTruthy();
  });
});
