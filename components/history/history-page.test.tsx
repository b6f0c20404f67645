// @vitest-environment happy-dom

import { randomUUID } from "node:crypto";
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import { recordOf } from "@/components/testing/records";
import { alice, pass, renderInApp } from "@/components/testing/render";
import { refusals } from "@/lib/contracts";
import { HistoryPage } from "./history-page";

const router = { push: vi.fn() };
vi.mock("next/navigation", () => ({ useRouter: () => router }));

const refs = Array.from({ length: 5 }, () => randomUUID());
const page = (numbers: number[], nextCursor: string | null) => ({
  calls: numbers.map((number) =>
    recordOf(refs[number] ?? "", { direction: "outgoing", dialed: `number_${number}`, outcome: "failed" }),
  ),
  nextCursor,
});
const rowOf = (name: string) => screen.getByText(name).closest("li");

describe("the history", () => {
  let server: FakeServer;

  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer();
    server.answer("GET /api/me", alice);
    server.answer("GET /api/calls?", page([4, 3], "3"));
  });

  async function showMore() {
    renderInApp(<HistoryPage />);
    await pass();
    const button = screen.getByRole("button", { name: "Show more" });
    button.focus();
    fireEvent.click(button);
    await pass();
  }

  it("moves the focus to the first older call once the older calls are shown", async () => {
    server.answer("GET /api/calls?cursor=3", page([2, 1], null));
    await showMore();
    expect(document.activeElement).toBe(rowOf("number_2"));
    expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
  });

  it("does not move the focus if the user has moved it meanwhile", async () => {
    const answer = server.hold("GET /api/calls?cursor=3");
    await showMore();
    const search = screen.getByRole("searchbox");
    search.focus();
    answer(page([2, 1], null));
    await pass();
    expect(rowOf("number_1")).toBeTruthy();
    expect(document.activeElement).toBe(search);
  });

  it("does not move the focus when the older calls could not be loaded", async () => {
    server.disconnect("GET /api/calls?cursor=3");
    await showMore();
    const button = screen.getByRole("button", { name: "Show more" });
    expect(document.activeElement).toBe(button);
    server.answer("GET /api/calls?", page([4, 3, 2], "2"));
    await pass(8_000);
    expect(rowOf("number_2")).toBeTruthy();
    expect(document.activeElement).toBe(button);
  });

  it("says of each refused call why it was refused", async () => {
    const refused = refusals.map((refusal, index) =>
      recordOf(randomUUID(), { direction: "outgoing", dialed: `call_${index}`, outcome: "failed", refusal }),
    );
    server.answer("GET /api/calls?", { calls: refused, nextCursor: null });
    renderInApp(<HistoryPage />);
    await pass();
    const texts = refusals.map((_, index) => rowOf(`call_${index}`)?.textContent ?? "");
    for (const text of texts) expect(text).not.toContain("failed");
    expect(texts[refusals.indexOf("too_many_calls")]).toContain("Outgoing · too many calls in a minute");
    expect(texts[refusals.indexOf("calling_paused")]).toContain("calling was paused by the operator");
    expect(new Set(texts.map((text) => text.split(" · ")[1])).size).toBe(refusals.length);
  });

  it("shows the username of each person, since anybody can have their name", async () => {
    const peer = { username: "bob_the_second", displayName: "Bob" };
    server.answer("GET /api/calls?", {
      calls: [
        recordOf(refs[0] ?? "", { peer, anonymous: false }),
        recordOf(refs[1] ?? "", { peer, anonymous: false, direction: "outgoing", dialed: "bob_the_second" }),
      ],
      nextCursor: null,
    });
    renderInApp(<HistoryPage />);
    await pass();
    expect(screen.getAllByText("@bob_the_second")).toHaveLength(2);
  });

  it("shows the calls although one has a reason or an outcome that this page does not know", async () => {
    const known = recordOf(refs[1] ?? "", { direction: "outgoing", dialed: "number_1", outcome: "busy" });
    const future = {
      ...known,
      ref: refs[2],
      dialed: "number_2",
      outcome: "transferred",
      refusal: "too_quiet",
    };
    server.answer("GET /api/calls?", { calls: [future, known], nextCursor: null });
    renderInApp(<HistoryPage />);
    await pass();
    expect(rowOf("number_1")?.textContent).toContain("busy");
    expect(rowOf("number_2")?.textContent).toContain("failed");
  });

  it("marks the call of a guest, who can be neither called back nor blocked, and leads to the guest links", async () => {
    const call = recordOf(refs[0] ?? "", { anonymous: false, guest: "Carol" });
    server.answer("GET /api/calls?", { calls: [call], nextCursor: null });
    renderInApp(<HistoryPage />);
    await pass();
    const row = rowOf("Carol");
    expect(row?.textContent).toContain("Guest");
    expect(screen.queryByRole("button", { name: "Call back" })).toBeNull();
    // The menu's code is loaded then, which takes a slow machine seconds.
    vi.useRealTimers();
    fireEvent.pointerDown(screen.getByRole("button", { name: "Options for the call with Carol" }), {
      button: 0,
    });
    const item = await screen.findByRole("menuitem", { name: "Your guest links" }, { timeout: 20_000 });
    expect(screen.getAllByRole("menuitem")).toEqual([item]);
    fireEvent.click(item);
    expect(router.push).toHaveBeenCalledWith("/settings#guest-links");
  });

  it("reports at once that missed calls are seen", async () => {
    renderInApp(<HistoryPage />, { me: { ...alice, missed: 1 } });
    await vi.waitFor(() => expect(server.count("POST /api/calls/seen")).toBeGreaterThan(0));
    await pass();
    const asked = server.count("POST /api/calls/seen");
    await pass(4_000);
    expect(server.count("POST /api/calls/seen")).toBe(asked);
  });

  it("marks the calls of new messages as seen, too, and does not repeat it", async () => {
    server.answer("GET /api/me", { ...alice, unheard: 1 });
    server.answer("POST /api/calls/seen", null);
    renderInApp(<HistoryPage />, { me: { ...alice, unheard: 1 } });
    await pass();
    const asked = server.count("POST /api/calls/seen");
    expect(asked).toBeGreaterThan(0);
    await pass(20_000);
    expect(server.count("POST /api/calls/seen")).toBe(asked);
  });

  it("repeats that report until the server has answered, and only while the page is visible", async () => {
    server.answer("GET /api/me", { ...alice, missed: 1 });
    server.disconnect("POST /api/calls/seen");
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    renderInApp(<HistoryPage />, { me: { ...alice, missed: 1 } });
    await pass(10_000);
    expect(server.count("POST /api/calls/seen")).toBe(0);
    hidden.mockReturnValue(false);
    await pass(10_000);
    expect(server.count("POST /api/calls/seen")).toBe(2);
    server.answer("POST /api/calls/seen", null);
    server.answer("GET /api/me", alice);
    await pass(5_000);
    const asked = server.count("POST /api/calls/seen");
    await pass(20_000);
    expect(server.count("POST /api/calls/seen")).toBe(asked);
  });
});
