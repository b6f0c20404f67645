import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { subscribe } from "@/lib/changes";
import type { PushMessage } from "@/lib/contracts";
import { database } from "@/lib/db";
import { setDatabase } from "@/lib/db/client";
import { callLegs } from "@/lib/db/schema";
import { testDatabases } from "@/lib/db/testing/databases";
import { setTestEnvironment } from "@/lib/db/testing/environment";
import { BeatProcess } from "../../_testing/beat-process";
import { rowOf, rowsOf } from "../../_testing/calls";
import { newCallSid, voiceRequest, webhook } from "../../_testing/network";
import { beat, identityOf, newDevice, nextDevice, type TestPerson } from "../../_testing/people";
import { startPush, switchOn } from "../../_testing/push";

const push = startPush();
const onServer = testDatabases.find(({ name, isAvailable }) => name === "PostgreSQL" && isAvailable);

// A process that does not hear of changes looks each second. Here it never would, so only the feed can answer a call.
vi.mock("@/lib/server/voice/hold-time", async (original) => ({
  ...(await original<typeof import("@/lib/server/voice/hold-time")>()),
  lookEveryMs: 3_600_000,
}));

/** How soon (ms) after the beat a call must be answered. */
const soonMs = 500;

describe.runIf(onServer)("a call that waits in this process while beats come to another one", () => {
  let other: BeatProcess;
  let unsubscribe = () => {};
  beforeAll(async () => {
    setTestEnvironment();
    const handle = await onServer?.open();
    setDatabase(handle);
    const live = vi.fn<(live: boolean) => void>();
    unsubscribe = subscribe({ onChanges: () => {}, onLive: live });
    other = new BeatProcess(handle?.url ?? "");
    await other.ready();
    await vi.waitFor(() => expect(live).toHaveBeenLastCalledWith(true), 5_000);
    return async () => {
      await other.stop();
      unsubscribe();
      setDatabase(undefined);
      await handle?.close();
    };
  });

  /** Somebody calls Ben, whose app is closed. Resolves when his device is told. */
  async function callClosed(ben: TestPerson) {
    const ann = await newDevice();
    const ref = randomUUID() as string;
    const form = voiceRequest(await identityOf(ann), { To: ben.username, ref, anonymous: "0" }, newCallSid());
    const ask = async () => (await webhook("call", form)).text();
    const told = push.service.received.length;
    const answer = ask().then((twiml) => ({ twiml, at: Date.now() }));
    await vi.waitFor(() => expect(push.service.received.length).toBe(told + 1), 5_000);
    return { ref, ask, answer };
  }

  test("is answered soon after, by the change feed, and once", async () => {
    const times: number[] = [];
    for (let count = 0; count < 5; count++) {
      const ben = await newDevice();
      await switchOn(ben, push.service);
      const { ref, ask, answer } = await callClosed(ben);
      const storedAt = await other.beat(ben);
      const { twiml, at } = await answer;
      times.push(at - storedAt);
      expect(twiml).toContain(`<Identity>${await identityOf(ben)}</Identity>`);
      // The webhook once more, as the network repeats it.
      expect(await ask()).toBe(twiml);
      expect(await rowsOf(ref)).toHaveLength(1);
    }
    expect(push.service.received.map(({ message }) => (message as PushMessage).type)).toEqual(
      Array.from({ length: 5 }, () => "ring"),
    );
    const median = times.sort((one, two) => one - two)[2] ?? Number.NaN;
    process.stdout.write(`from a beat in one process to the answer in another: ${median} ms (median of 5)\n`);
    expect(median).toBeLessThan(soonMs);
  });

  test("rings each device once when two open at the same moment, one at each process", async () => {
    const ben = await newDevice();
    await switchOn(ben, push.service);
    const laptop = await nextDevice(ben);
    const { ref, ask, answer } = await callClosed(ben);
    await Promise.all([other.beat(ben), beat(laptop)]);
    const { twiml } = await answer;
    const db = await database();
    const { id } = await rowOf({ ref });
    const legs = await db.select({ voiceId: callLegs.voiceId }).from(callLegs).where(eq(callLegs.callId, id));
    expect(twiml.match(/<Identity>/g)).toHaveLength(legs.length);
    expect(new Set(legs.map(({ voiceId }) => voiceId)).size).toBe(legs.length);
    expect(await ask()).toBe(twiml);
  });
});
