// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useMeState } from "@/components/api/me";
import { closeOldNotifications } from "@/components/phone/notifications/notification-worker";
import { dropPush, keepPush } from "@/components/phone/notifications/push-device";
import { createFakeLive } from "@/components/testing/fake-live";
import { createFakePhone, ringing, talking } from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { alice, pass, renderHookInApp, renewPage } from "@/components/testing/render";
import { useSignOut } from "./use-sign-out";

vi.mock("@/components/phone/notifications/notification-worker", () => ({ closeOldNotifications: vi.fn() }));
vi.mock("@/components/phone/notifications/push-device", () => ({ dropPush: vi.fn(), keepPush: vi.fn() }));

describe("useSignOut", () => {
  let server: FakeServer;
  const steps: string[] = [];
  const assign = vi.fn((path: string) => void steps.push(`open ${path}`));

  beforeEach(() => {
    vi.useFakeTimers();
    steps.length = 0;
    vi.stubGlobal("location", { ...window.location, assign });
    vi.mocked(closeOldNotifications).mockImplementation(async () => void steps.push("close notifications"));
    vi.mocked(dropPush).mockImplementation(async () => void steps.push("unsubscribe from push messages"));
    vi.mocked(keepPush).mockImplementation(async () => void steps.push("subscribe again"));
    server = new FakeServer();
    server.answer("GET /api/auth/csrf", { csrfToken: "token" });
    server.handle("POST /api/auth/signout", () => {
      steps.push("end the session");
      return Response.json({});
    });
    server.handle("DELETE /api/sessions", () => {
      steps.push("end all sessions");
      return new Response(null, { status: 204 });
    });
  });

  afterEach(renewPage);

  function show() {
    const phone = createFakePhone();
    vi.mocked(phone.stop).mockImplementation(async () => void steps.push("stop the phone"));
    vi.mocked(phone.start).mockImplementation(() => void steps.push("start the phone"));
    return { phone, hook: renderHookInApp(() => useSignOut(), { phone }).result.current };
  }

  /** What comes before the session ends. */
  const before = ["stop the phone", "unsubscribe from push messages", "close notifications"];

  it("stops the phone, ends what this browser shows and takes, ends the session, and loads another page", async () => {
    await show().hook.signOut();
    expect(steps).toEqual([...before, "end the session", "open /sign-in"]);
  });

  it("ends the sessions of all devices if asked to", async () => {
    await show().hook.signOutEverywhere();
    expect(steps).toEqual([...before, "end all sessions", "open /sign-in"]);
  });

  it("starts the phone and push messages again when the server does not answer, and shows why", async () => {
    server.disconnect("POST /api/auth/signout");
    await show().hook.signOut();
    await pass();
    expect(steps).toEqual([...before, "start the phone", "subscribe again"]);
    expect(screen.getByText(/The server does not answer/)).toBeTruthy();
  });

  it("asks for nothing more once the session ends, and cancels what it was asking for", async () => {
    const live = createFakeLive();
    const { result } = renderHookInApp(() => ({ me: useMeState(), leave: useSignOut() }), { live });
    const answer = server.hold("GET /api/me");
    void result.current.me.refresh();
    await pass();
    server.handle("POST /api/auth/signout", () => {
      server.refuse("GET /api/me", "unauthenticated", 401);
      return Response.json({});
    });
    await result.current.leave.signOut();
    answer(alice);
    await live.tell({ kind: "own", what: ["me"] });
    await pass(60_000);
    expect(assign).toHaveBeenCalledWith("/sign-in");
    expect(server.count("GET /api/me")).toBe(1);
    expect(result.current.me.failure).toBeNull();
  });

  it("signs out even if notifications cannot be closed", async () => {
    vi.mocked(closeOldNotifications).mockRejectedValue(new Error("no service worker"));
    await show().hook.signOut();
    expect(steps).toEqual([...before.slice(0, 2), "end the session", "open /sign-in"]);
  });

  it("ends a call that was answered, but not one that only rings here", () => {
    const { phone, hook } = show();
    expect(hook.endsCall()).toBe(false);
    phone.show(ringing());
    expect(hook.endsCall()).toBe(false);
    phone.show(talking());
    expect(hook.endsCall()).toBe(true);
  });
});
