import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startApp } from "../_testing/app";
import {
  dial,
  dialEnded,
  recordOf,
  report,
  rowOf,
  sendEnded,
  statusForm,
  type TestCall,
} from "../_testing/calls";
import { webhook } from "../_testing/network";
import { beat, newPerson, type TestPerson } from "../_testing/people";

const app = startApp();
let ann: TestPerson;
let ben: TestPerson;
beforeAll(async () => {
  [ann, ben] = await Promise.all([newPerson("ann"), newPerson("ben")]);
});
beforeEach(async () => {
  await app.db.execute(sql`delete from rate_limits`);
  // Hidden, so that one beat lasts for 90 s and nobody is away on a slow machine.
  await beat(ben, { hidden: true });
});

function orders<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

describe("reports on the callee's leg and on <Dial>", () => {
  test("lead to the same row in all 24 orders of the 4 reports", async () => {
    // Later than the start of any of the calls, however slow the machine is.
    const base = Date.now() + 60_000;
    const stamp = (seconds: number) => new Date(base + seconds * 1000).toUTCString();
    const reports: [string, Record<string, string>][] = [
      ["initiated", { Timestamp: stamp(0) }],
      ["ringing", { Timestamp: stamp(1) }],
      ["in-progress", { Timestamp: stamp(5) }],
      ["completed", { Timestamp: stamp(17), CallDuration: "12" }],
    ];
    const rows = [];
    for (const order of orders(reports)) {
      await app.db.execute(sql`delete from rate_limits`);
      const call = await dial(ann, "ben");
      for (const [status, more] of order) await report(call, status, more);
      const { ringingAt, answeredAt, endedAt, outcome, durationSeconds, evidence } = await rowOf(call);
      rows.push({ ringingAt, answeredAt, endedAt, outcome, durationSeconds, evidence });
    }
    expect(rows).toHaveLength(24);
    expect(rows[0]).toMatchObject({ outcome: "completed", durationSeconds: 12, evidence: "network" });
    for (const row of rows) expect(row).toEqual(rows[0]);
  });

  test("change nothing when repeated, even with other contents", async () => {
    const call = await dial(ann, "ben");
    await report(call, "ringing");
    await report(call, "in-progress");
    await report(call, "completed", { CallDuration: "3" });
    const before = await rowOf(call);
    const replay = statusForm(call, "completed", { CallDuration: "3" });
    for (let count = 0; count < 4; count++) await webhook("status", replay);
    await webhook("status", { ...replay, CallDuration: "999" });
    await report(call, "ringing", { Timestamp: new Date(0).toUTCString() });
    expect(await rowOf(call)).toEqual(before);
  });

  test("have one row and one duration when each is delivered five times at once", async () => {
    const call = await dial(ann, "ben");
    const five = (form: Record<string, string>) => Array.from({ length: 5 }, () => webhook("status", form));
    const answers = await Promise.all([
      ...five(statusForm(call, "ringing")),
      ...five(statusForm(call, "in-progress")),
      ...five(statusForm(call, "completed", { CallDuration: "7" })),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await rowOf(call)).toMatchObject({ outcome: "completed", durationSeconds: 7 });
  });

  test.each([
    ["a call that a device declines", "busy", "in-progress", "declined", false],
    ["an unanswered call", "no-answer", "ringing", "no_answer", true],
    ["a caller who hangs up, reported as canceled", "canceled", "completed", "canceled", true],
    [
      "a caller who hangs up, reported as no-answer after their leg ended",
      "no-answer",
      "completed",
      "canceled",
      true,
    ],
    ["a call that fails", "failed", "in-progress", "failed", true],
  ])("give the outcome of %s", async (_name, status, parent, outcome, missed) => {
    const call = await dial(ann, "ben");
    await report(call, "initiated");
    await report(call, "ringing");
    await report(call, status);
    const answer = await dialEnded(call, status, { CallStatus: parent });
    expect(await answer.text()).toContain("<Hangup/>");
    expect(await recordOf(ann, call)).toMatchObject({ outcome, missed: false, durationSeconds: 0 });
    expect(await recordOf(ben, call)).toMatchObject({ outcome, missed });
  });

  test("give offline, not no answer, if the callee's tab was closed just before", async () => {
    const call = await dial(ann, "ben");
    await report(call, "initiated");
    await report(call, "no-answer");
    await dialEnded(call, "no-answer", { CallStatus: "ringing" });
    expect(await recordOf(ann, call)).toMatchObject({ outcome: "offline" });
  });

  test("are complete with the result of <Dial> alone", async () => {
    const call = await dial(ann, "ben");
    await dialEnded(call, "completed", { DialCallDuration: "9", DialBridged: "true" });
    const record = await recordOf(ann, call);
    expect(record).toMatchObject({ outcome: "completed", durationSeconds: 9 });
    expect(record.answeredAt).not.toBeNull();
  });

  test.each([
    "",
    "soon",
    "Thu, 01 Jan 1970 00:00:00 +0000",
    "+275760-09-13T00:00:00Z",
    "-271821-04-20T00:00:00Z",
  ])("get the time of arrival instead of a Timestamp of %j", async (Timestamp) => {
    const call = await dial(ann, "ben");
    await report(call, "in-progress", { Timestamp });
    await report(call, "completed", { Timestamp });
    const { answeredAt, endedAt, durationSeconds } = await recordOf(ann, call);
    expect(durationSeconds).toBeLessThan(30);
    for (const time of [answeredAt, endedAt]) {
      expect(Math.abs(Date.parse(String(time)) - Date.now())).toBeLessThan(60_000);
    }
  });

  test("get 200 and change nothing for an unknown status or an unknown call", async () => {
    const call = await dial(ann, "ben");
    await report(call, "queued");
    await dialEnded(call, "transferred");
    expect(await recordOf(ann, call)).toMatchObject({ outcome: null });
    expect(
      (await webhook("status", statusForm({ ...call, callSid: call.childSid }, "completed"))).status,
    ).toBe(200);
  });
});

describe("the report that the caller's own leg ended", () => {
  /** A report to the TwiML application's status callback, whose Timestamp is `secondsAgo` seconds ago. */
  const legEnded = ({ callSid }: TestCall, secondsAgo: number, status = "completed") =>
    webhook("status", {
      CallSid: callSid,
      CallStatus: status,
      Timestamp: new Date(Date.now() - secondsAgo * 1000).toUTCString(),
    });
  const endedAgo = async (call: TestCall) => (Date.now() - Number((await rowOf(call)).callerEndedAt)) / 1000;

  test("settles a call if no other webhook reports the end", async () => {
    const call = await dial(ann, "ben");
    await report(call, "in-progress");
    await legEnded(call, 5);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: null });
    const late = await dial(ann, "ben");
    await report(late, "in-progress");
    await legEnded(late, 15);
    expect(await recordOf(ann, late)).toMatchObject({ outcome: "completed" });
  });

  test("means that nothing of the call is left, unlike the hints of both tabs", async () => {
    const call = await dial(ann, "ben");
    await report(call, "in-progress");
    await sendEnded(ann, call);
    await sendEnded(ben, call);
    await legEnded(call, 0, "in-progress");
    expect((await rowOf(call)).releasedAt).toBeNull();
    await legEnded(call, 0);
    const { releasedAt } = await rowOf(call);
    expect(releasedAt).not.toBeNull();
    await dialEnded(call, "completed");
    expect((await rowOf(call)).releasedAt).toEqual(releasedAt);
  });

  test("does not come before the callee's hint of the same second", async () => {
    const call = await dial(ann, "ben");
    await sendEnded(ben, call);
    const { calleeEndedAt } = await rowOf(call);
    // Twilio writes whole seconds, so this is up to a second before the hint.
    await webhook("status", {
      CallSid: call.callSid,
      CallStatus: "completed",
      Timestamp: (calleeEndedAt ?? new Date(0)).toUTCString(),
    });
    expect(Number((await rowOf(call)).callerEndedAt)).toBeGreaterThanOrEqual(Number(calleeEndedAt));
  });

  test("keeps the later of the network's report and the tab's hint", async () => {
    const [first, second] = [await dial(ann, "ben"), await dial(ann, "ben")];
    await legEnded(first, 600);
    expect(await endedAgo(first)).toBeGreaterThan(590);
    await sendEnded(ann, first);
    await sendEnded(ann, second);
    await legEnded(second, 600);
    for (const call of [first, second]) expect(await endedAgo(call)).toBeLessThan(60);
  });

  test("changes nothing when repeated, nor does a report of progress", async () => {
    const call = await dial(ann, "ben");
    await legEnded(call, 8);
    const before = await rowOf(call);
    await legEnded(call, 9);
    await legEnded(call, 20);
    await legEnded(call, 0, "in-progress");
    expect(await rowOf(call)).toEqual(before);
  });

  test("is dated now if its clock is ahead", async () => {
    const call = await dial(ann, "ben");
    await legEnded(call, -600);
    expect(Math.abs(await endedAgo(call))).toBeLessThan(60);
  });
});
