import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { countCalls } from "@/lib/server/calls/caps";
import { startApp } from "../../_testing/app";
import { dial, dialEnded, report, rowOf, rowsOf, sendEnded } from "../../_testing/calls";
import { newCallSid, voiceRequest, webhook } from "../../_testing/network";
import { beat, identityOf, newDevice, type TestPerson } from "../../_testing/people";

startApp();

/** Calls like `dial`, after the voice network has reported that the caller has already hung up. */
async function dialAfterEnd(caller: TestPerson, to: string) {
  const [ref, callSid] = [randomUUID() as string, newCallSid()];
  const end = { CallSid: callSid, CallStatus: "completed", CallDuration: "0", SequenceNumber: "0" };
  await webhook("status", { ...end, Timestamp: new Date().toUTCString().replace("GMT", "+0000") });
  const form = voiceRequest(await identityOf(caller), { To: to, ref, anonymous: "0" }, callSid);
  await webhook("call", form);
  return { ref };
}

test("a caller who hangs up before we have heard of the call holds no place", async () => {
  const [ann, ben] = [await newDevice(), await newDevice()];
  await beat(ben);
  const refs: string[] = [];
  for (let n = 0; n < 4; n++) refs.push((await dialAfterEnd(ann, ben.username)).ref);
  for (const ref of refs) {
    const [row] = await rowsOf(ref);
    expect(row?.releasedAt).not.toBeNull();
    expect(row?.callerEndedAt).not.toBeNull();
  }
  expect((await dial(ann, ben.username)).twiml).toContain("<Dial");
});

test("a call that a phone refuses in the second in which it began counts as a call", async () => {
  const [ann, ben] = [await newDevice(), await newDevice()];
  await beat(ben);
  const before = (await countCalls()).hour;
  const call = await dial(ann, ben.username);
  await sendEnded(ben, call, { busy: true });
  await report(call, "busy");
  await dialEnded(call, "busy");
  expect((await rowOf(call)).outcome).toBe("busy");
  expect((await countCalls()).hour).toBe(before + 1);
});
