import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { waitForOutcome } from "@/lib/server/calls/read-call";
import { startApp } from "../_testing/app";
import { Browser } from "../_testing/browser";
import {
  dial,
  dialEnded,
  getCall,
  recordOf,
  report,
  rowOf,
  sendEnded,
  type TestCall,
} from "../_testing/calls";
import { newCallSid } from "../_testing/network";
import { beat, identityOf, idOf, newPerson, otherDevice, signOut, type TestPerson } from "../_testing/people";

const app = startApp();
let ann: TestPerson;
let ben: TestPerson;
let other: TestPerson;
beforeAll(async () => {
  [ann, ben, other] = await Promise.all([newPerson("ann"), newPerson("ben"), newPerson("other")]);
});
beforeEach(async () => {
  await app.db.execute(sql`delete from rate_limits`);
  // Hidden, so that one beat lasts for 90 s and nobody is away on a slow machine.
  await beat(ben, { hidden: true });
});

/** Lets time pass for a call: moves its times in the database back. */
async function pass(seconds: number, { ref }: TestCall): Promise<void> {
  const ago = sql`make_interval(secs => ${seconds})`;
  await app.db.execute(sql`update calls set live_until = live_until - ${ago}, started_at = started_at - ${ago},
    last_seen_at = last_seen_at - ${ago}, caller_ended_at = caller_ended_at - ${ago},
    callee_ended_at = callee_ended_at - ${ago}, answered_at = answered_at - ${ago} where ref = ${ref}`);
}

describe("a phone that has no room for another call", () => {
  test("is busy, not declined, whether the phone or the network reports first", async () => {
    const before = await dial(ann, "ben");
    await sendEnded(ben, before, { busy: true });
    await report(before, "busy");
    await dialEnded(before, "busy");
    expect(await recordOf(ann, before)).toMatchObject({ outcome: "busy", answeredAt: null });
    expect(await recordOf(ben, before)).toMatchObject({ outcome: "busy", missed: true });

    const after = await dial(ann, "ben");
    await dialEnded(after, "busy");
    expect(await recordOf(ann, after)).toMatchObject({ outcome: "declined" });
    await sendEnded(ben, after, { busy: true });
    expect(await recordOf(ann, after)).toMatchObject({ outcome: "busy" });
  });

  test("does not end a call that another device of the person can answer", async () => {
    const laptop = await otherDevice(ben);
    await beat(laptop, { hidden: true });
    const to = async (device: TestPerson) => ({ To: `client:${await identityOf(device)}` });
    const onLaptop = (call: TestCall) => ({ ...call, childSid: newCallSid() });

    const call = await dial(ann, "ben");
    await sendEnded(ben, call, { busy: true });
    await report(call, "busy", await to(ben));
    expect(await recordOf(ann, call)).toMatchObject({ outcome: null });
    const leg = onLaptop(call);
    await report(leg, "in-progress", await to(laptop));
    await report(leg, "completed", { ...(await to(laptop)), CallDuration: "5" });
    expect(await recordOf(ann, call)).toMatchObject({ outcome: "completed", durationSeconds: 5 });

    const missed = await dial(ann, "ben");
    await sendEnded(ben, missed, { busy: true });
    await report(missed, "busy", await to(ben));
    await report(onLaptop(missed), "no-answer", await to(laptop));
    await dialEnded(missed, "no-answer");
    expect(await recordOf(ann, missed)).toMatchObject({ outcome: "busy" });
    await signOut(laptop.browser);
  });

  test("can only be reported by the callee, and not once the call was answered", async () => {
    const call = await dial(ann, "ben");
    await sendEnded(ann, call, { busy: true });
    await sendEnded(other, call, { busy: true });
    expect(await recordOf(ann, call)).toMatchObject({ outcome: null });
    await report(call, "in-progress");
    await sendEnded(ben, call, { busy: true });
    expect(await recordOf(ann, call)).toMatchObject({ outcome: null });
  });
});

describe("a call whose webhooks were lost gets its outcome when it is read", () => {
  test("a call is completed 10 s after both tabs reported its end", async () => {
    const call = await dial(ann, "ben");
    await report(call, "in-progress");
    await sendEnded(ann, call);
    await sendEnded(ben, call);
    await pass(9, call);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: null });
    await pass(2, call);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: "completed" });
  });

  test("a call without a sign of life for 45 s is over", async () => {
    const call = await dial(ann, "ben");
    await report(call, "in-progress");
    await pass(44, call);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: null });
    await pass(2, call);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: "completed" });
  });

  test("the beats of its two people keep a call alive, other beats do not", async () => {
    const call = await dial(ann, "ben");
    await report(call, "in-progress");
    await pass(40, call);
    await beat(other, { phone: "in_call", ref: call.ref });
    await pass(4, call);
    await beat(ben, { phone: "in_call", ref: call.ref });
    await pass(20, call);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: null });
    await pass(30, call);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: "completed" });
  });

  test("another person's beat does not keep a call alive, but settles it", async () => {
    const call = await dial(ann, "ben");
    await pass(44, call);
    await beat(other, { phone: "in_call", ref: call.ref });
    await pass(2, call);
    await vi.waitFor(async () => {
      await beat(other);
      expect(await rowOf(call)).toMatchObject({ outcome: "failed", evidence: "guess" });
    }, 5_000);
  });

  test("a device that stops ringing because another one answered does not end the call", async () => {
    const call = await dial(ann, "ben");
    await report(call, "in-progress");
    await beat(ben, { phone: "in_call", ref: call.ref });
    const secondDevice = "00000000-0000-4000-8000-000000000002";
    await sendEnded(ben, call, { tab: secondDevice });
    await pass(11, call);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: null });
    await sendEnded(ben, call);
    await pass(11, call);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: "completed" });
  });

  test("a hint from a person who is not in the call is ignored", async () => {
    const call = await dial(ann, "ben");
    await sendEnded(other, call);
    await pass(11, call);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: null });
  });

  test("a beat from one of its people withdraws a wrong guess; 45 s of silence then end the call again", async () => {
    const call = await dial(ann, "ben");
    await report(call, "in-progress");
    await pass(600, call);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: "completed" });
    await beat(other, { phone: "in_call", ref: call.ref });
    expect(await recordOf(ann, call)).toMatchObject({ outcome: "completed" });
    await beat(ann, { phone: "in_call", ref: call.ref });
    expect(await recordOf(ann, call)).toMatchObject({ outcome: null, endedAt: null });
    await pass(44, call);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: null });
    await pass(2, call);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: "completed" });
  });

  test("a beat does not reopen a call that the network or the other side ended, or that is 4 hours old", async () => {
    const told = await dial(ann, "ben");
    await report(told, "busy");
    const left = await dial(ann, "ben");
    await sendEnded(ben, left);
    await pass(11, left);
    const guessed = await dial(ann, "ben");
    await pass(60, guessed);
    await recordOf(ann, guessed);
    await sendEnded(ben, guessed);
    const old = await dial(ann, "ben");
    await pass(4 * 60 * 60, old);
    const outcomes = async () => {
      const records = [told, left, guessed, old].map(async (call) => (await recordOf(ann, call)).outcome);
      return Promise.all(records);
    };
    const before = await outcomes();
    expect(before).toEqual(["declined", "declined", "failed", "failed"]);
    for (const { ref } of [told, left, guessed, old]) await beat(ann, { phone: "in_call", ref });
    expect(await outcomes()).toEqual(before);
  });

  test("a late report of progress improves the guess and does not keep the call open", async () => {
    const call = await dial(ann, "ben");
    await pass(600, call);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: "failed" });
    const Timestamp = new Date(Date.now() - 590_000).toUTCString();
    await report(call, "in-progress", { Timestamp });
    const record = await recordOf(ann, call);
    expect(record).toMatchObject({ outcome: "completed" });
    expect(record.durationSeconds).toBeLessThan(5);
  });

  test("a report of present progress reopens a call that was guessed to be over", async () => {
    const call = await dial(ann, "ben");
    await report(call, "ringing");
    await pass(60, call);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: "no_answer" });
    await report(call, "in-progress");
    expect(await recordOf(ann, call)).toMatchObject({ outcome: null });
    await report(call, "completed", { CallDuration: "7" });
    expect(await recordOf(ann, call)).toMatchObject({ outcome: "completed", durationSeconds: 7 });
  });

  test("a webhook that arrives 10 min late corrects the outcome", async () => {
    const call = await dial(ann, "ben");
    await report(call, "in-progress");
    await pass(600, call);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: "completed" });
    await report(call, "completed", { CallDuration: "123" });
    expect(await recordOf(ann, call)).toMatchObject({ outcome: "completed", durationSeconds: 123 });
    await sendEnded(ann, call);
    await pass(60, call);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: "completed", durationSeconds: 123 });
  });
});

describe("GET /api/calls/{ref}", () => {
  test("answers 404 to a person outside the call and for a malformed ref, and 401 without a session", async () => {
    const call = await dial(ann, "ben");
    expect((await getCall(other, call.ref)).status).toBe(404);
    expect((await getCall(ann, "x")).status).toBe(404);
    expect((await getCall({ ...other, browser: new Browser() }, call.ref)).status).toBe(401);
  });

  test("?wait=1 answers as soon as the outcome is known", async () => {
    const call = await dial(ann, "ben");
    const started = performance.now();
    const waiting = getCall(ann, call.ref, "?wait=1");
    setTimeout(() => void dialEnded(call, "busy"), 300);
    expect(await (await waiting).json()).toMatchObject({ outcome: "declined" });
    expect(performance.now() - started).toBeLessThan(2_900);
  });

  test("?wait=1 does not answer with a guess while the network may still report", async () => {
    const call = await dial(ann, "ben");
    await pass(60, call);
    expect(await recordOf(ann, call)).toMatchObject({ outcome: "failed" });
    const waiting = getCall(ann, call.ref, "?wait=1");
    setTimeout(() => void dialEnded(call, "busy"), 300);
    expect(await (await waiting).json()).toMatchObject({ outcome: "declined" });
  });

  test("?wait=1 ends when the request is aborted", async () => {
    const call = await dial(ann, "ben");
    const started = performance.now();
    const me = await idOf(ann);
    expect(await waitForOutcome(me, call.ref, AbortSignal.timeout(300))).toMatchObject({ outcome: null });
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test("the 121st wait in a minute is refused", async () => {
    const call = await dial(ann, "ben");
    await dialEnded(call, "busy");
    const ask = async () => (await getCall(ann, call.ref, "?wait=1")).status;
    for (let number = 0; number < 120; number++) expect(await ask()).toBe(200);
    expect(await ask()).toBe(429);
  });

  test("?wait=1 ends after 3 s, with the present record or 404", async () => {
    const call = await dial(ann, "ben");
    const started = performance.now();
    const [open, none] = await Promise.all([
      getCall(ann, call.ref, "?wait=1"),
      getCall(ann, randomUUID(), "?wait=1"),
    ]);
    expect(await open.json()).toMatchObject({ outcome: null });
    expect(none.status).toBe(404);
    expect(performance.now() - started).toBeGreaterThan(2_900);
  });
});
