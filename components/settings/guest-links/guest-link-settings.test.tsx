// @vitest-environment happy-dom
import { fireEvent, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import { alice, pass, renderInApp } from "@/components/testing/render";
import type { GuestLink } from "@/lib/contracts";
import { GuestLinkSettings } from "./guest-link-settings";

const open: GuestLink = {
  id: "00000000-0000-4000-8000-000000000001",
  label: "For Carol",
  once: true,
  state: "open",
  createdAt: "2026-01-02T03:04:05Z",
  expiresAt: "2026-01-09T03:04:05Z",
  calls: 0,
  lastCallAt: null,
};
const used: GuestLink = {
  ...open,
  id: "00000000-0000-4000-8000-000000000002",
  label: "",
  state: "used",
  calls: 2,
  lastCallAt: "2026-01-03T10:00:00Z",
};
const url = `https://phone.example.com/guest/${"s".repeat(32)}`;

describe("my guest links", () => {
  let server: FakeServer;

  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer();
    server.answer("GET /api/me", alice);
    server.answer("GET /api/guest-links", { links: [open, used] });
    server.answer("POST /api/guest-links", { link: open, url }, 201);
    server.handle(`DELETE /api/guest-links/${open.id}`, () => new Response(null, { status: 204 }));
  });

  async function show() {
    renderInApp(
      <section tabIndex={-1} aria-label="Guest links">
        <GuestLinkSettings />
      </section>,
    );
    await pass();
  }

  const button = (name: string) => screen.getByRole("button", { name });

  it("shows of each for whom it is, whether it works, and its calls", async () => {
    await show();
    const [first, second] = screen.getAllByRole("listitem").map((row) => row.textContent);
    expect(first).toMatch(/^For CarolOpenuntil Jan 9, 2026.* · for one call · no calls/);
    expect(second).toMatch(/^Without a noteUsedfor one call · 2 calls · last Jan 3, 2026/);
  });

  it("says that there are none", async () => {
    server.answer("GET /api/guest-links", { links: [] });
    await show();
    expect(screen.getByText("You have no guest links.")).toBeTruthy();
  });

  it("makes one as it was wanted, and shows its address until it is put away", async () => {
    await show();
    fireEvent.click(button("New guest link"));
    const label = screen.getByRole("textbox", { name: "For whom" });
    expect(document.activeElement).toBe(label);
    fireEvent.change(label, { target: { value: "For Dave" } });
    fireEvent.change(screen.getByRole("combobox", { name: "For how many calls" }), {
      target: { value: "any" },
    });
    fireEvent.change(screen.getByRole("combobox", { name: "It works for" }), { target: { value: "30" } });
    fireEvent.click(button("Make the link"));
    await pass();
    expect(server.bodies.at(-1)).toEqual({ label: "For Dave", once: false, days: 30 });
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Address of the link" }).value).toBe(url);
    expect(document.activeElement).toBe(screen.getByRole("region", { name: "Your new guest link" }));
    fireEvent.click(button("Done"));
    await pass(50);
    expect(screen.queryByDisplayValue(url)).toBeNull();
    expect(document.activeElement).toBe(button("New guest link"));
  });

  it("copies the address, or selects it where the browser does not copy", async () => {
    await show();
    fireEvent.click(button("New guest link"));
    fireEvent.click(button("Make the link"));
    await pass();
    const writeText = vi.fn(async () => undefined);
    vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText } });
    fireEvent.click(button("Copy"));
    await pass();
    expect(writeText).toHaveBeenCalledWith(url);
    expect(screen.getByText("The link is copied")).toBeTruthy();
    writeText.mockRejectedValue(new Error("refused"));
    fireEvent.click(button("Copy"));
    await pass();
    expect(screen.getByText(/^Copying did not work/)).toBeTruthy();
  });

  it("says that there are too many, and keeps the form", async () => {
    server.refuse("POST /api/guest-links", "too_many_links", 409);
    await show();
    fireEvent.click(button("New guest link"));
    fireEvent.click(button("Make the link"));
    await pass();
    expect(screen.getByText(/^You have as many guest links/)).toBeTruthy();
    expect(button("Make the link")).toBeTruthy();
  });

  it("withdraws one after a question, and the focus stays in the section", async () => {
    await show();
    fireEvent.click(button("Withdraw the link “For Carol”"));
    vi.useRealTimers();
    const dialog = await screen.findByRole("alertdialog");
    vi.useFakeTimers();
    expect(server.count(`DELETE /api/guest-links/${open.id}`)).toBe(0);
    server.answer("GET /api/guest-links", { links: [used] });
    fireEvent.click(within(dialog).getByRole("button", { name: "Withdraw" }));
    await pass();
    expect(screen.queryByText("For Carol")).toBeNull();
    expect(screen.getByText("The link is withdrawn")).toBeTruthy();
  });
});
