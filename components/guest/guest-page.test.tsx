// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createFakePhone, type FakePhone } from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { pass, renderInApp } from "@/components/testing/render";
import type { OutgoingCall, PhoneState, ShownOutcome } from "@/lib/phone/model/types";
import { GuestPage } from "./guest-page";

const secret = "s".repeat(32);
const askToken = `POST /api/guest/${secret}/token`;
const token = { token: "a.b.c", identity: "g_1", expiresAt: "2026-01-01T00:10:00Z" };

const phones = vi.hoisted(() => ({ made: [] as unknown[], next: undefined as unknown }));
vi.mock("@/lib/phone/guest", () => ({
  createGuestPhone: (guest: unknown) => {
    phones.made.push(guest);
    return phones.next;
  },
}));
vi.mock("@/lib/i18n/choose-locale", () => ({ chooseLocale: vi.fn() }));

const call: OutgoingCall = {
  ref: "to-alice",
  direction: "outgoing",
  peer: { name: "Alice", username: null },
  anonymous: false,
};

function ended(outcome: ShownOutcome | null): PhoneState {
  return {
    kind: "ended",
    call,
    lastStage: null,
    outcome,
    refusal: null,
    problem: null,
    durationSeconds: 7,
    line: { kind: "up" },
  };
}

describe("the page of a guest link", () => {
  let server: FakeServer;
  let phone: FakePhone;

  // It is slow the first time.
  beforeAll(() => import("./guest-call"));

  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer();
    server.answer(askToken, token);
    phone = createFakePhone({ kind: "starting" });
    phones.next = phone;
    phones.made.length = 0;
  });

  const field = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Your name" });
  const callButton = () => screen.getByRole("button", { name: "Call Alice" });
  const status = () => screen.getByRole("status", { name: "Phone" }).textContent;

  function open() {
    renderInApp(<GuestPage secret={secret} ownerName="Alice" problem={null} />);
  }

  async function callAs(name: string) {
    fireEvent.change(field(), { target: { value: name } });
    fireEvent.click(callButton());
    await pass();
    // The phone's code is loaded, and the server asked.
    await vi.waitFor(() =>
      expect(screen.queryByRole("button", { name: "Call Alice", busy: true })).toBeNull(),
    );
    await pass();
  }

  it("asks for no token and makes no phone before the click", async () => {
    open();
    await pass();
    expect(server.count(askToken)).toBe(0);
    expect(phones.made).toEqual([]);
  });

  it("asks for a name first", async () => {
    open();
    await callAs("  ");
    expect(screen.getByText(/^Enter your name/)).toBeTruthy();
    expect(document.activeElement).toBe(field());
    expect(server.count(askToken)).toBe(0);
  });

  it.each([
    ["name_reserved", 400, /That name is reserved/],
    ["name_misleading", 400, /could pass for somebody else/],
    ["bad_request", 400, /Enter a name of 1 to 64 characters/],
  ])("says beside the field why a name will not do: %s", async (code, statusCode, text) => {
    open();
    server.refuse(askToken, code, statusCode);
    await callAs("Carol");
    expect(screen.getByText(text)).toBeTruthy();
    expect(field().getAttribute("aria-invalid")).toBe("true");
  });

  it("says that the server does not answer", async () => {
    open();
    server.disconnect(askToken);
    await callAs("Carol");
    expect(screen.getByText("The server does not answer. Check your connection.")).toBeTruthy();
    expect(field().value).toBe("Carol");
  });

  it.each([
    ["guest_link_withdrawn", 410, "This link was withdrawn. Ask for a new one."],
    ["guest_link_expired", 410, "This link has expired. Ask for a new one."],
    ["guest_link_unknown", 404, "This link does not exist. Check the address, or ask for a new link."],
  ])("shows that the link has ended since the page was opened: %s", async (code, statusCode, text) => {
    open();
    server.refuse(askToken, code, statusCode);
    fireEvent.change(field(), { target: { value: "Carol" } });
    fireEvent.click(callButton());
    await pass();
    await vi.waitFor(() => expect(screen.getByText(text)).toBeTruthy());
    expect(screen.queryByRole("textbox")).toBeNull();
  });

  it("calls the owner as soon as the phone is ready, by a phone of the guest", async () => {
    open();
    await callAs("Carol");
    expect(phones.made.at(-1)).toMatchObject({ secret, name: "Carol", token });
    expect(status()).toBe("Connecting…");
    expect(phone.dial).not.toHaveBeenCalled();
    phone.show({ kind: "ready" });
    expect(phone.dial).toHaveBeenCalledWith({ username: null, name: "Alice", anonymous: false });
    phone.show({ kind: "ringing", call, toVoicemail: false, line: { kind: "up" } });
    expect(status()).toBe("Ringing Alice");
  });

  it("offers another call once it knows that the link still works", async () => {
    open();
    await callAs("Carol");
    phone.show(ended(null));
    const again = () => screen.getByRole<HTMLButtonElement>("button", { name: "Call again" });
    expect(again().disabled).toBe(true);
    phone.show(ended("declined"));
    await pass();
    expect(status()).toBe("Ended: declined");
    expect(again().disabled).toBe(false);
    fireEvent.click(again());
    expect(phone.dial).toHaveBeenCalledTimes(1);
  });

  it("says after the call that the link was used, and so does the page then", async () => {
    open();
    await callAs("Carol");
    server.refuse(askToken, "guest_link_used", 410);
    phone.show(ended("completed"));
    await pass();
    expect(screen.getByText("You talked for 0:07")).toBeTruthy();
    expect(screen.getByText(/^This link was for one call/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Call again" })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Done" }));
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("This link does not work");
  });

  it("keeps the name for the next call, and stops the phone meanwhile", async () => {
    open();
    await callAs("Carol");
    phone.show(ended("busy"));
    await pass();
    fireEvent.click(screen.getByRole("button", { name: "Done" }));
    expect(field().value).toBe("Carol");
    expect(phone.stop).toHaveBeenCalled();
  });

  it("leads nowhere that guests cannot go when something goes wrong", async () => {
    open();
    await callAs("Carol");
    phone.show({ ...ended("failed"), problem: { code: "media_failed", sdkCode: 53405 } } as PhoneState);
    await pass();
    expect(screen.getByText(/Try another network/)).toBeTruthy();
    phone.show({ kind: "failed", problem: { code: "unsupported_browser", sdkCode: null } });
    expect(screen.queryByRole("link")).toBeNull();
    expect(screen.queryByText(/Diagnostics/)).toBeNull();
  });
});

it("says why a link does not work, and asks for nothing", () => {
  renderInApp(<GuestPage secret={secret} ownerName={null} problem="guest_link_expired" />);
  expect(screen.getByText("This link has expired. Ask for a new one.")).toBeTruthy();
  expect(screen.queryByRole("textbox")).toBeNull();
});
