import { beforeEach, expect, test, vi } from "vitest";
import { processState } from "@/lib/db/process-state";
import { setTestEnvironment } from "@/lib/db/testing/environment";

const after = vi.hoisted(() => vi.fn());
vi.mock("next/server", () => ({ after }));

/** The feed as on Vercel or elsewhere, where one message is under way until `arrive` is called. */
async function publishOn(VERCEL: string) {
  vi.resetModules();
  setTestEnvironment();
  Object.assign(process.env, { VERCEL, DATABASE_URL: "postgres://db", VOICE_GATEWAY_URL: "" });
  processState.kept.delete("changes");
  let arrive = () => {};
  const sending = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const execute = vi.fn(() => sending);
  Object.assign(processState, { database: Promise.resolve({ db: { execute } }) });
  const { publish } = await import("./publish");
  publish({ kind: "person", person: "u_1" });
  return { arrive, execute };
}

beforeEach(() => {
  after.mockReset();
  return () => {
    delete processState.database;
    setTestEnvironment();
  };
});

test("on Vercel the function goes on after its answer until the change is sent", async () => {
  const { arrive, execute } = await publishOn("1");
  await vi.waitFor(() => expect(after).toHaveBeenCalledTimes(1));
  const isDone = vi.fn();
  void after.mock.calls.map(([work]) => (work as Promise<void>).then(isDone));
  await vi.waitFor(() => expect(execute).toHaveBeenCalled());
  expect(isDone).not.toHaveBeenCalled();
  arrive();
  await vi.waitFor(() => expect(isDone).toHaveBeenCalled());
});

test("outside of a request, as when a stream ends, publishing does not throw on Vercel either", async () => {
  after.mockImplementation(() => {
    throw new Error("`after` was called outside a request scope");
  });
  const { arrive, execute } = await publishOn("1");
  await vi.waitFor(() => expect(execute).toHaveBeenCalled());
  arrive();
});

test("elsewhere a process goes on anyway", async () => {
  const { arrive, execute } = await publishOn("");
  await vi.waitFor(() => expect(execute).toHaveBeenCalled());
  arrive();
  expect(after).not.toHaveBeenCalled();
});
