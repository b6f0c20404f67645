// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import { alice, pass, renderInApp } from "@/components/testing/render";
import { BlockedPeople } from "./blocked-people";

const bob = { id: "1", username: "bob", displayName: "Bob", createdAt: "2026-01-01T00:00:00Z" };

describe("the list of blocked people", () => {
  let server: FakeServer;

  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer();
    server.answer("GET /api/me", alice);
    server.answer("GET /api/blocks", { blocks: [bob] });
    server.handle("DELETE /api/blocks/1", () => new Response(null, { status: 204 }));
  });

  it("drops a person who was unblocked, and the focus stays in its section", async () => {
    renderInApp(<BlockedPeople />);
    await pass();
    const button = screen.getByRole("button", { name: "Unblock Bob" });
    button.focus();
    server.answer("GET /api/blocks", { blocks: [] });
    fireEvent.click(button);
    await pass();
    expect(screen.queryByText("Bob")).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole("region", { name: "Blocked people" }));
  });

  it("keeps a person whom the server did not unblock, and shows why", async () => {
    server.disconnect("DELETE /api/blocks/1");
    renderInApp(<BlockedPeople />);
    await pass();
    fireEvent.click(screen.getByRole("button", { name: "Unblock Bob" }));
    await pass();
    expect(screen.getByText("Bob")).toBeTruthy();
    expect(screen.getByText(/The server does not answer/)).toBeTruthy();
  });

  it("shows the reason when the server is down", async () => {
    server.disconnect("GET /api/blocks");
    renderInApp(<BlockedPeople />);
    await pass();
    expect(screen.getByText(/The server does not answer/)).toBeTruthy();
  });
});
