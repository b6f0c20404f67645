// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createFakeLive } from "@/components/testing/fake-live";
import { FakeServer } from "@/components/testing/fake-server";
import { alice, pass, renderHookInApp, renderInApp } from "@/components/testing/render";
import { useMe, useMeState, usePatchMe } from "./me";

const everything = () => ({ me: useMe(), state: useMeState(), patchMe: usePatchMe() });

function Missed() {
  return <p>{useMe().missed} missed</p>;
}

describe("useMe", () => {
  let server: FakeServer;

  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer();
  });

  it("takes the page's own answer for the first one, and asks every 15 seconds", async () => {
    server.answer("GET /api/me", { ...alice, missed: 2 });
    const { result } = renderHookInApp(everything);
    await pass(14_000);
    expect(server.count("GET /api/me")).toBe(0);
    expect(result.current.me).toEqual(alice);
    expect(result.current.state.data).toEqual(alice);
    await pass(1_000);
    expect(result.current.me.missed).toBe(2);
    await pass(15_000);
    expect(server.count("GET /api/me")).toBe(2);
  });

  it("asks what has changed since the page was rendered once the stream of changes is open", async () => {
    server.answer("GET /api/me", { ...alice, missed: 2 });
    const live = createFakeLive();
    const { result } = renderHookInApp(everything, { live });
    await pass();
    await live.open("stream");
    await pass(1_500);
    expect(result.current.me.missed).toBe(2);
    expect(server.count("GET /api/me")).toBe(1);
  });

  it("asks once, however many components show the answer", async () => {
    server.answer("GET /api/me", alice);
    renderInApp(
      <>
        <Missed />
        <Missed />
        <Missed />
      </>,
    );
    await pass();
    const before = server.count("GET /api/me");
    await pass(15_000);
    expect(server.count("GET /api/me")).toBe(before + 1);
    expect(screen.getAllByText("0 missed")).toHaveLength(3);
  });

  it("keeps the last answer while the server is down, and gives the failure to show", async () => {
    server.refuse("GET /api/me", "unauthenticated", 401);
    const { result } = renderHookInApp(everything);
    await pass(15_000);
    expect(result.current.me).toEqual(alice);
    expect(result.current.state).toMatchObject({ data: alice, failure: "unauthenticated" });
  });

  it("gives what the server kept of a change as soon as the change is made", async () => {
    server.answer("GET /api/me", alice);
    const { result } = renderHookInApp(everything);
    await pass();
    server.answer("PATCH /api/me", { ...alice, doNotDisturb: true });
    let shown: boolean | null = null;
    // Code that awaits a change moves the focus on the changed page.
    const done = result.current.patchMe({ doNotDisturb: true }).then(() => {
      shown = result.current.me.doNotDisturb;
    });
    await done;
    expect(shown).toBe(true);
    expect(server.bodies).toEqual([{ doNotDisturb: true }]);
  });

  it("keeps the last answer when a change fails, and shows the reason", async () => {
    server.answer("GET /api/me", alice);
    server.refuse("PATCH /api/me", "rate_limited", 429);
    const { result } = renderHookInApp(everything);
    await pass();
    await expect(result.current.patchMe({ doNotDisturb: true })).rejects.toMatchObject({
      code: "rate_limited",
    });
    expect(result.current.me).toEqual(alice);
  });
});
