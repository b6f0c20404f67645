// @vitest-environment happy-dom
import { fireEvent, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import { alice, pass, renderInApp } from "@/components/testing/render";
import { SignedInDevices } from "./signed-in-devices";

const times = { createdAt: "2026-01-02T03:04:05Z", lastUsedAt: "2026-02-03T04:05:06Z" };
const here = { id: "a".repeat(32), device: "Firefox on Linux", current: true, ...times };
const phone = { id: "b".repeat(32), device: "Safari on iOS", current: false, ...times };
const odd = { id: "c".repeat(32), device: null, current: false, ...times };

describe("the list of signed-in devices", () => {
  let server: FakeServer;
  const end = `DELETE /api/sessions/${phone.id}`;

  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer();
    server.answer("GET /api/me", alice);
    server.answer("GET /api/sessions", { sessions: [here, phone, odd] });
    server.handle(end, () => new Response(null, { status: 204 }));
  });

  async function show() {
    renderInApp(<SignedInDevices />);
    await pass();
    return screen.getAllByRole("listitem").map((row) => within(row));
  }
  const button = () => screen.getByRole("button", { name: "End the session of Safari on iOS" });

  it("marks this device, which has no button, and shows when the others were used", async () => {
    const [first, second, third] = await show();
    expect(first?.getByText(/This device · Signed in Jan 2, 2026/)).toBeTruthy();
    expect(first?.queryByRole("button")).toBeNull();
    expect(second?.getByText(/Last used Feb 3, 2026/)).toBeTruthy();
    expect(third?.getByText("Unknown device")).toBeTruthy();
  });

  it("drops a device that was ended, and the focus stays in its section", async () => {
    await show();
    button().focus();
    server.answer("GET /api/sessions", { sessions: [here, odd] });
    fireEvent.click(button());
    await pass();
    expect(screen.queryByText("Safari on iOS")).toBeNull();
    expect(screen.getByText("Safari on iOS is signed out")).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole("region", { name: "Signed-in devices" }));
  });

  it("takes a device that has signed out by itself meanwhile as ended", async () => {
    await show();
    server.refuse(end, "not_found", 404);
    server.answer("GET /api/sessions", { sessions: [here, odd] });
    fireEvent.click(button());
    await pass();
    expect(screen.queryByText("Safari on iOS")).toBeNull();
    expect(screen.getByText("Safari on iOS is signed out")).toBeTruthy();
  });

  it("keeps a device that the server did not end, and shows why", async () => {
    await show();
    server.disconnect(end);
    fireEvent.click(button());
    await pass();
    expect(button()).toBeTruthy();
    expect(screen.getByText(/The server does not answer/)).toBeTruthy();
  });

  it("shows the reason when the list cannot be had", async () => {
    server.disconnect("GET /api/sessions");
    renderInApp(<SignedInDevices />);
    await pass();
    expect(screen.getByText(/The server does not answer/)).toBeTruthy();
  });
});
