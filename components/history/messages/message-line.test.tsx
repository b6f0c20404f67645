// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from "@testing-library/react";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createFakePhone, ready, ringing } from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { recordOf } from "@/components/testing/records";
import { alice, pass, renderInApp } from "@/components/testing/render";
import type { CallMessage } from "@/lib/contracts";
import { HistoryPage } from "../history-page";
import { FakeAudio } from "./testing/fake-audio";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }) }));

// One for all tests, as one page has one.
const audio = new FakeAudio();
function AudioOfTest() {
  return audio;
}

const ids = ["0a3a2f9e-5f2e-4f4b-9f0e-6f6f4f1f0001", "0a3a2f9e-5f2e-4f4b-9f0e-6f6f4f1f0002"] as const;
const [bobs, carols] = ids;
const messageOf = (id: string, more: Partial<CallMessage> = {}): CallMessage => ({
  id,
  seconds: 7,
  heard: false,
  ...more,
});
const refs = { Bob: crypto.randomUUID(), Carol: crypto.randomUUID() };
const callOf = (name: keyof typeof refs, message: CallMessage | null) =>
  recordOf(refs[name], {
    peer: { username: name.toLowerCase(), displayName: name },
    anonymous: false,
    outcome: "no_answer",
    missed: true,
    message,
  });

describe("a message in the history", () => {
  let server: FakeServer;

  beforeAll(() => import("./message-line"));

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("Audio", AudioOfTest);
    server = new FakeServer();
    server.answer("GET /api/me", { ...alice, unheard: 2 });
    server.answer("GET /api/voicemail", { messages: [] });
    server.answer("POST /api/calls/seen", null);
  });

  const list = (...messages: (CallMessage | null)[]) =>
    server.answer("GET /api/calls?", {
      calls: messages.map((message, index) => callOf(index === 0 ? "Bob" : "Carol", message)),
      nextCursor: null,
    });
  const row = (name: string) => within(screen.getByText(name).closest("li") as HTMLElement);
  const press = (name: string, what: string) =>
    fireEvent.click(row(name).getByRole("button", { name: what }));

  async function show(phone = createFakePhone()) {
    renderInApp(<HistoryPage />, { phone, me: { ...alice, unheard: 2 } });
    await pass();
    await pass();
    return phone;
  }

  async function play(name: string) {
    press(name, "Play message");
    await audio.comes(7);
    await pass();
  }

  it("is played by its button, which keeps the focus, and is marked as heard once some of it was", async () => {
    list(messageOf(bobs), messageOf(carols, { heard: true }));
    await show();
    expect([row("Bob").queryByText("New") !== null, row("Carol").queryByText("New") !== null]).toEqual([
      true,
      false,
    ]);
    row("Bob").getByRole("button", { name: "Play message" }).focus();
    await play("Bob");
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Pause message");
    expect(server.count(`POST /api/voicemail/${bobs}/heard`)).toBe(0);
    server.answer(`POST /api/voicemail/${bobs}/heard`, null);
    list(messageOf(bobs, { heard: true }), messageOf(carols, { heard: true }));
    act(() => audio.reach(0.4));
    await pass();
    expect(row("Bob").queryByText("New")).toBeNull();
    act(() => audio.reach(0.8));
    expect(server.count(`POST /api/voicemail/${bobs}/heard`)).toBe(1);
  });

  it("closes the message that was open before", async () => {
    list(messageOf(bobs), messageOf(carols));
    await show();
    await play("Bob");
    expect(row("Bob").getByRole("slider", { name: "Position" })).toBeTruthy();
    await play("Carol");
    expect(row("Bob").queryByRole("slider")).toBeNull();
    expect(row("Carol").getByRole("slider")).toBeTruthy();
  });

  it("has a slider that says the time and moves by the arrow keys, and a speed", async () => {
    list(messageOf(bobs));
    await show();
    await play("Bob");
    const slider = row("Bob").getByRole<HTMLInputElement>("slider");
    fireEvent.keyDown(slider, { key: "ArrowRight" });
    fireEvent.keyDown(slider, { key: "ArrowRight" });
    expect(audio.currentTime).toBe(4);
    expect(slider.getAttribute("aria-valuetext")).toBe("0:04 of 0:07");
    fireEvent.keyDown(slider, { key: "ArrowRight" });
    fireEvent.keyDown(slider, { key: "ArrowRight" });
    expect(audio.currentTime).toBe(7);
    press("Bob", "Speed 1×");
    press("Bob", "Speed 1.5×");
    expect(audio.playbackRate).toBe(2);
    press("Bob", "Speed 2×");
    expect(audio.playbackRate).toBe(1);
  });

  it("is paused by a call, and can be played on once that is over", async () => {
    list(messageOf(bobs));
    const phone = await show();
    await play("Bob");
    phone.show(ringing());
    await pass();
    expect(audio.paused).toBe(true);
    press("Bob", "Play message");
    expect(audio.paused).toBe(true);
    phone.show(ready);
    await pass();
    press("Bob", "Play message");
    expect(audio.paused).toBe(false);
  });

  it.each([
    ["unavailable", 503, "This message cannot be fetched just now. Try again in a minute."],
    ["internal", 500, "Something went wrong"],
  ])("says why it does not play: %s", async (code, status, text) => {
    list(messageOf(bobs));
    server.refuse(`GET /api/voicemail/${bobs}/audio`, code, status);
    await show();
    press("Bob", "Play message");
    await audio.fails();
    await pass();
    expect(screen.getByText(text, { exact: false })).toBeTruthy();
    press("Bob", "Play message");
    await pass();
    expect(screen.queryByText(text, { exact: false })).toBeNull();
  });

  it("says that there is no network, and that it is the browser that cannot play it", async () => {
    list(messageOf(bobs));
    server.disconnect(`GET /api/voicemail/${bobs}/audio`);
    await show();
    press("Bob", "Play message");
    await audio.fails();
    await pass();
    expect(screen.getByText("The message did not arrive.", { exact: false })).toBeTruthy();
    server.answer(`GET /api/voicemail/${bobs}/audio`, null);
    press("Bob", "Play message");
    await audio.fails();
    await pass();
    expect(screen.getByText("This browser could not play", { exact: false })).toBeTruthy();
  });

  it("leaves the list if it is gone, and says so", async () => {
    list(messageOf(bobs));
    server.refuse(`GET /api/voicemail/${bobs}/audio`, "not_found", 404);
    await show();
    press("Bob", "Play message");
    list(null);
    await audio.fails();
    await pass();
    expect(row("Bob").queryByRole("button", { name: "Play message" })).toBeNull();
    expect(screen.getByText("This message is not there any more.", { exact: false })).toBeTruthy();
    expect(audio.paused).toBe(true);
  });

  it("shows what was written down of it, once it is open", async () => {
    list(messageOf(bobs));
    const message = { id: bobs, ref: crypto.randomUUID(), caller: null, anonymous: true, seconds: 7 };
    server.answer("GET /api/voicemail", {
      messages: [{ ...message, at: new Date(0).toISOString(), heard: false, transcription: "Call me." }],
    });
    await show();
    expect(server.count("GET /api/voicemail")).toBe(0);
    await play("Bob");
    expect(row("Bob").getByText("Call me.")).toBeTruthy();
  });

  it.each([[204], [404]])("is deleted after a question, and the row has the focus (%d)", async (status) => {
    list(messageOf(bobs));
    await show();
    press("Bob", "Delete message");
    await vi.waitFor(() => expect(screen.getByRole("alertdialog")).toBeTruthy());
    let answer = () => {};
    server.handle(
      `DELETE /api/voicemail/${bobs}`,
      () =>
        new Promise((resolve) => {
          const error = { error: { code: "not_found", message: "" } };
          answer = () => resolve(status === 404 ? Response.json(error, { status }) : Response.json(null));
        }),
    );
    fireEvent.click(within(screen.getByRole("alertdialog")).getByRole("button", { name: "Delete" }));
    await pass();
    expect(screen.queryByRole("alertdialog")).toBeNull();
    list(null);
    answer();
    await pass();
    expect(row("Bob").queryByRole("button", { name: "Play message" })).toBeNull();
    expect(screen.getByText("The message is deleted")).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByText("Bob").closest("li"));
  });

  it("says to its caller only that it was left", async () => {
    server.answer("GET /api/calls?", {
      calls: [
        recordOf(crypto.randomUUID(), {
          direction: "outgoing",
          peer: { username: "bob", displayName: "Bob" },
          outcome: "no_answer",
          message: { id: null, seconds: 7, heard: null },
        }),
      ],
      nextCursor: null,
    });
    renderInApp(<HistoryPage />);
    await pass();
    expect(screen.getByText("Bob").closest("li")?.textContent).toContain("no answer · message left · 0:07");
    expect(screen.queryByRole("button", { name: "Play message" })).toBeNull();
  });

  it("has a filter of its own", async () => {
    list(messageOf(bobs));
    server.answer("GET /api/calls?messages=1", { calls: [], nextCursor: null });
    await show();
    fireEvent.click(screen.getByRole("radio", { name: "Messages" }));
    await pass();
    expect(screen.getByText("No messages")).toBeTruthy();
  });
});
