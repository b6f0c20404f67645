// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useMeState } from "@/components/api/me";
import { closeOldNotifications } from "@/components/phone/notifications/notification-worker";
import { dropPush } from "@/components/phone/notifications/push-device";
import { createFakePhone } from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { alice, pass, renderHookInApp, renewPage } from "@/components/testing/render";
import { useLeaveDeleted } from "./use-leave-deleted";

vi.mock("@/components/phone/notifications/notification-worker", () => ({ closeOldNotifications: vi.fn() }));
vi.mock("@/components/phone/notifications/push-device", () => ({ dropPush: vi.fn(), keepPush: vi.fn() }));

let server: FakeServer;
const steps: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  steps.length = 0;
  const assign = (path: string) => void steps.push(`open ${path}`);
  vi.stubGlobal("location", { ...window.location, assign });
  vi.mocked(closeOldNotifications).mockImplementation(async () => void steps.push("close notifications"));
  vi.mocked(dropPush).mockImplementation(async () => void steps.push("unsubscribe from push messages"));
  server = new FakeServer();
  server.answer("GET /api/me", alice);
});
afterEach(renewPage);

function show() {
  const phone = createFakePhone();
  vi.mocked(phone.stop).mockImplementation(async () => void steps.push("stop the phone"));
  return renderHookInApp(() => ({ me: useMeState(), leave: useLeaveDeleted() }), { phone }).result;
}

it("deletes the account, ends what this browser shows and takes, loads another page, and asks for nothing", async () => {
  const { current } = show();
  server.handle("DELETE /api/me", () => {
    steps.push("delete");
    return new Response(null, { status: 204 });
  });
  await current.leave({ password: "mine" });
  await pass(60_000);
  const ends = ["stop the phone", "unsubscribe from push messages", "close notifications"];
  expect(steps).toEqual(["delete", ...ends, "open /sign-in?deleted=1"]);
  expect(server.requests).toEqual(["DELETE /api/me"]);
});

it("stops nothing with a wrong password, and the page goes on asking", async () => {
  const { current } = show();
  server.refuse("DELETE /api/me", "wrong_password", 401);
  await expect(current.leave({ password: "not mine" })).rejects.toMatchObject({ code: "wrong_password" });
  expect(steps).toEqual([]);
  await pass(60_000);
  expect(server.count("GET /api/me")).toBeGreaterThan(1);
});
