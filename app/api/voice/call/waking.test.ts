import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { type Me, type PushMessage, pushMessageSchema } from "@/lib/contracts";
import { database } from "@/lib/db";
import { callLegs, calls } from "@/lib/db/schema";
import { onBothDatabases } from "@/lib/db/testing/both";
import { suspendPerson } from "@/lib/server/auth/suspend-person";
import { settleOverdue } from "@/lib/server/calls/settle";
import { setSwitch } from "@/lib/server/operator/switches";
import type { TestSubscription } from "@/lib/server/push/testing/push-service";
import { runUpkeep } from "@/lib/server/upkeep/run-upkeep";
import { dial, recordOf, report, rowOf, rowsOf, sendEnded, type TestCall } from "../../_testing/calls";
import { dialAsGuest, guestRecordOf, newGuest, newLink, sendGuestEnded } from "../../_testing/guests";
import { newCallSid, sign, voiceRequest, webhook } from "../../_testing/network";
import { beat, identityOf, newDevice, signOut, type TestPerson } from "../../_testing/people";
import { startPush, switchOn } from "../../_testing/push";
import { startRest } from "../../_testing/rest";
import { blocks, decline, me, voiceCall } from "../../_testing/routes";

const reject = '<?xml version="1.0" encoding="UTF-8"?><Response><Reject reason="busy"/></Response>';

let now = Date.now();
/** The periodic work that comes with beats, a minute later each time. */
async function nextUpkeep(): Promise<void> {
  now += 60_000;
  await runUpkeep(now);
}

const push = startPush();
const rest = startRest();

onBothDatabases(() => {
  let ann: TestPerson;
  let ben: TestPerson;
  let bensSubscription: TestSubscription;
  beforeEach(async () => {
    ann = await newDevice();
    ben = await newDevice();
    bensSubscription = await switchOn(ben, push.service);
  });

  /** Calls Ben, and resolves when his closed device is told: to the call under way, and to what it will be answered. */
  async function callBen(how: { anonymous?: string; ref?: string } = {}) {
    const ref = randomUUID() as string;
    const answer = dial(ann, ben.username, { ref, ...how });
    const ring = await messageOf(ref, "ring");
    return { ref, answer, ring };
  }

  /** The message of that kind on the call with this ref, once it has come. */
  async function messageOf<Type extends PushMessage["type"]>(ref: string, type: Type) {
    const { message } = await push.service.waitFor((one) => {
      const read = pushMessageSchema.parse(one.message);
      return read.type === type && "ref" in read && read.ref === ref;
    });
    return pushMessageSchema.parse(message) as Extract<PushMessage, { type: Type }>;
  }

  const sendDecline = (person: TestPerson, ref: string) =>
    person.browser.send(decline.POST, `/api/calls/${ref}/decline`, {
      method: "POST",
      context: { params: Promise.resolve({ ref }) },
    });
  const set = (person: TestPerson, change: Partial<Me>) =>
    person.browser.send(me.PATCH, "/api/me", { method: "PATCH", json: change });
  const blockBy = (person: TestPerson, username: string) =>
    person.browser.send(blocks.POST, "/api/blocks", { json: { username } });

  describe("a call to somebody whose app is closed", () => {
    test("rings the device that opens for it, and is answered there", async () => {
      const { ref, answer, ring } = await callBen();
      expect(ring).toMatchObject({
        title: `${ann.displayName} is calling`,
        body: `@${ann.username} · New caller · Open Browser Phone to answer.`,
        decline: "Decline",
      });
      expect(await recordOf(ann, { ref })).toMatchObject({ outcome: null, stage: "waking" });
      await beat(ben);
      const call = await answer;
      expect(call.twiml).toContain(`<Identity>${await identityOf(ben)}</Identity>`);

      const to = { To: `client:${await identityOf(ben)}` };
      await report(call, "ringing", to);
      expect(await recordOf(ann, { ref })).toMatchObject({ outcome: null, stage: null });
      await report(call, "in-progress", to);
      expect(await messageOf(ref, "over")).toMatchObject({ missed: false });
      await report(call, "completed", to);
      expect(await recordOf(ben, { ref })).toMatchObject({ outcome: "completed", missed: false });
      expect(push.service.refused).toEqual([]);
    });

    test("rings for a guest too, under the name that the guest gave, and ends when the guest gives up", async () => {
      const guest = newGuest(await newLink(ben));
      const ref = randomUUID();
      const answer = dialAsGuest(guest, { ref });
      expect(await messageOf(ref, "ring")).toMatchObject({
        title: "Guest Carol is calling",
        body: "Open Browser Phone to answer.",
      });
      const call = { ref } as TestCall;
      expect(await guestRecordOf(guest, call)).toMatchObject({ outcome: null, stage: "waking" });
      await sendGuestEnded(guest, call);
      expect((await answer).twiml).toBe(reject);
      expect(await messageOf(ref, "over")).toMatchObject({
        missed: true,
        title: "Missed call from Guest Carol",
      });
      expect(await recordOf(ben, call)).toMatchObject({ outcome: "canceled", guest: "Carol", missed: true });
    });

    test("tells the push service that it is urgent, how long it waits, and what takes its place", async () => {
      push.hold(300);
      const { ref, ring } = await callBen();
      await messageOf(ref, "over");
      const [first, second] = push.service.received;
      const topic = ref.replaceAll("-", "");
      expect(first).toMatchObject({ endpoint: bensSubscription.endpoint, ttl: 1, urgency: "high", topic });
      expect(second).toMatchObject({ ttl: 24 * 60 * 60, urgency: "high", topic });
      expect(ring.until - (first?.at ?? 0)).toBeLessThanOrEqual(300);
    });

    test("is missed if no device opens in time", async () => {
      push.hold(300);
      const { ref, answer, ring } = await callBen();
      expect((await answer).twiml).toBe(reject);
      const missed = {
        title: `Missed call from ${ann.displayName}`,
        body: `@${ann.username} · It is in your history.`,
      };
      expect(ring.missed).toEqual(missed);
      expect(await messageOf(ref, "over")).toMatchObject({ missed: true, ...missed });
      expect(await recordOf(ann, { ref })).toMatchObject({ outcome: "offline", stage: null });
      expect(await recordOf(ben, { ref })).toMatchObject({ outcome: "offline", missed: true });
      expect((await rowOf(await answer)).releasedAt).not.toBeNull();
    });

    test("has no legs while it waits, and those of all devices that have opened afterwards", async () => {
      const { ref, answer } = await callBen();
      const row = await rowOf({ ref } as TestCall);
      expect(row).toMatchObject({ outcome: null, wakingAt: expect.any(Date), releasedAt: null });
      const db = await database();
      const isOfCall = eq(callLegs.callId, row.id);
      expect(await db.$count(callLegs, isOfCall)).toBe(0);
      await beat(ben);
      await answer;
      expect(await db.$count(callLegs, isOfCall)).toBe(1);
    });

    test("is told in the language of each device", async () => {
      await switchOn(ben, push.service, "ja");
      const { answer, ring } = await callBen();
      expect(ring).toMatchObject({ title: `${ann.displayName} さんから着信`, decline: "拒否" });
      await beat(ben);
      await answer;
    });

    test("names nobody if it is anonymous", async () => {
      push.hold(300);
      const { ref, answer, ring } = await callBen({ anonymous: "1" });
      expect(ring).toMatchObject({
        title: "An anonymous caller is calling",
        body: "Open Browser Phone to answer.",
        missed: { title: "Missed call from an anonymous caller", body: "It is in your history." },
      });
      await answer;
      await messageOf(ref, "over");
      const said = push.service.received.map(({ text }) => text).join();
      expect(said).not.toContain(ann.username);
      expect(said).not.toContain((await identityOf(ann)).slice(0, 20));
    });

    test("ends at once if no push service takes the message, and a dead subscription is removed", async () => {
      push.service.answer(bensSubscription, 410);
      expect((await dial(ann, ben.username)).twiml).toBe(reject);
      expect(push.service.requests).toBe(1);
      // Nothing is left to be pushed to.
      expect((await dial(ann, ben.username)).twiml).toBe(reject);
      expect(push.service.requests).toBe(1);
    });

    test("counts among the calls that one person may have at once", async () => {
      const { answer } = await callBen();
      const { env } = await import("@/lib/env");
      vi.mocked(env).mockReturnValue({ ...env(), CALLS_AT_ONCE_PER_PERSON: 1 });
      const second = await dial(ann, ben.username);
      expect(await recordOf(ann, second)).toMatchObject({ outcome: "failed", refusal: "calls_at_once" });
      await beat(ben);
      expect((await answer).twiml).toContain("<Dial");
    });
  });

  describe("a call that waits for a device ends at once", () => {
    test("when the caller's tab says that it hung up", async () => {
      const { ref, answer } = await callBen();
      await sendEnded(ann, { ref } as TestCall);
      expect((await answer).twiml).toBe(reject);
      expect(await messageOf(ref, "over")).toMatchObject({ missed: true });
      expect(await recordOf(ann, { ref })).toMatchObject({ outcome: "canceled" });
    });

    test("when the voice network says that the caller hung up", async () => {
      const { ref, answer } = await callBen();
      await webhook("status", {
        CallSid: (await rowOf({ ref } as TestCall)).callSid,
        CallStatus: "completed",
      });
      expect((await answer).twiml).toBe(reject);
      expect(await recordOf(ben, { ref })).toMatchObject({ outcome: "canceled", missed: true });
    });

    test("when the caller is signed out", async () => {
      const { ref, answer } = await callBen();
      await signOut(ann.browser);
      expect((await answer).twiml).toBe(reject);
      expect(await recordOf(ben, { ref })).toMatchObject({ outcome: "canceled", missed: true });
    });

    test("when the callee declines it on a closed device", async () => {
      const { ref, answer } = await callBen();
      expect((await sendDecline(ben, ref)).status).toBe(204);
      expect((await answer).twiml).toBe(reject);
      expect(await messageOf(ref, "over")).toMatchObject({ missed: false });
      expect(await recordOf(ann, { ref })).toMatchObject({ outcome: "declined" });
      expect(await recordOf(ben, { ref })).toMatchObject({ outcome: "declined", missed: false });
    });

    test("when the callee blocks the caller, who cannot tell that from nobody coming", async () => {
      const { ref, answer } = await callBen();
      await blockBy(ben, ann.username);
      expect((await answer).twiml).toBe(reject);
      expect(await messageOf(ref, "over")).toMatchObject({ missed: false });
      expect(await recordOf(ann, { ref })).toMatchObject({ outcome: "offline" });
    });

    test("when the callee asks not to be disturbed", async () => {
      const { ref, answer } = await callBen();
      await set(ben, { doNotDisturb: true });
      expect((await answer).twiml).toBe(reject);
      expect(await recordOf(ann, { ref })).toMatchObject({ outcome: "offline" });
    });

    test("when the operator pauses calling", async () => {
      const { ref, answer } = await callBen();
      await setSwitch("calling", "paused");
      expect((await answer).twiml).toBe(reject);
      expect(await recordOf(ann, { ref })).toMatchObject({ outcome: "failed", refusal: "calling_paused" });
      await setSwitch("calling", null);
    });

    test("when the voice network does not wait for the answer any more", async () => {
      const ref = randomUUID();
      const gone = new AbortController();
      const form = voiceRequest(await identityOf(ann), { To: ben.username, ref, anonymous: "0" });
      const headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": sign("/api/voice/call", form),
      };
      const url = "http://localhost:3000/api/voice/call";
      const body = new URLSearchParams(form);
      const request = new Request(url, { method: "POST", headers, body, signal: gone.signal });
      const answer = ann.browser.sendRequest(() => voiceCall.POST(request, undefined), request);
      await messageOf(ref, "ring");
      gone.abort();
      await answer;
      expect(await recordOf(ben, { ref })).toMatchObject({ outcome: "offline", missed: true });
    });
  });

  describe("nobody is woken", () => {
    const offline = { outcome: "offline", refusal: null };
    test.each<[string, () => Promise<unknown>, { anonymous?: string }, object]>([
      ["who asks not to be disturbed", () => set(ben, { doNotDisturb: true }), {}, offline],
      ["by a person whom they blocked", () => blockBy(ben, ann.username), {}, offline],
      [
        "by a stranger, if they know the people who may ring",
        () => set(ben, { callPolicy: "known" }),
        {},
        offline,
      ],
      [
        "by an anonymous caller, if they take no such calls",
        () => set(ben, { acceptsAnonymous: false }),
        { anonymous: "1" },
        offline,
      ],
      ["who is suspended", () => suspendPerson(ben.username), {}, offline],
      ["who is signed out everywhere", () => signOut(ben.browser), {}, offline],
      [
        "while calling is paused",
        () => setSwitch("calling", "paused"),
        {},
        { outcome: "failed", refusal: "calling_paused" },
      ],
    ])("%s", async (_, prepare, how, expected) => {
      await prepare();
      const call = await dial(ann, ben.username, how);
      expect(call.twiml).toBe(reject);
      expect(await recordOf(ann, call)).toMatchObject(expected);
      expect(push.service.requests).toBe(0);
      await setSwitch("calling", null);
    });

    test("by a caller who has hung up before the webhook came", async () => {
      const callSid = newCallSid();
      const ref = randomUUID();
      await webhook("status", { CallSid: callSid, CallStatus: "completed" });
      const form = voiceRequest(await identityOf(ann), { To: ben.username, ref, anonymous: "0" }, callSid);
      expect(await (await webhook("call", form)).text()).toBe(reject);
      expect(await recordOf(ben, { ref })).toMatchObject({ outcome: "canceled" });
      expect(push.service.requests).toBe(0);
    });

    test("who has a device open: it rings without a push", async () => {
      await beat(ben);
      expect((await dial(ann, ben.username)).twiml).toContain("<Dial");
      expect(push.service.requests).toBe(0);
    });
  });

  describe("a webhook that is repeated while the call waits", () => {
    test("waits too and gets the same answer, and the device is told once", async () => {
      const ref = randomUUID();
      const form = voiceRequest(await identityOf(ann), { To: ben.username, ref, anonymous: "0" });
      const ask = async () => (await webhook("call", form)).text();
      const first = ask();
      await messageOf(ref, "ring");
      const second = ask();
      await beat(ben);
      const answers = [await first, await second, await ask()];
      expect(new Set(answers).size).toBe(1);
      expect(answers[0]).toContain("<Dial");
      expect(await rowsOf(ref)).toHaveLength(1);
      expect(push.service.received.map(({ message }) => (message as PushMessage).type)).toEqual(["ring"]);
    });

    test("ends a call whose process died in the wait, once its time is over", async () => {
      const db = await database();
      const { ref, answer } = await callBen();
      await db.update(calls).set({ wakingAt: sql`now() - interval '1 minute'` }).where(eq(calls.ref, ref));
      const { callSid } = await rowOf({ ref } as TestCall);
      const form = voiceRequest(await identityOf(ann), { To: ben.username, ref, anonymous: "0" }, callSid);
      expect(await (await webhook("call", form)).text()).toBe(reject);
      expect(await recordOf(ann, { ref })).toMatchObject({ outcome: "offline" });
      await answer;
    });
  });

  test("a call whose process died in the wait is settled as offline, and not before it is silent", async () => {
    const db = await database();
    const { ref, answer } = await callBen();
    await settleOverdue();
    expect(await recordOf(ann, { ref })).toMatchObject({ outcome: null, stage: "waking" });
    await db.update(calls).set({ liveUntil: sql`now() - interval '1 second'` }).where(eq(calls.ref, ref));
    await settleOverdue();
    expect(await recordOf(ann, { ref })).toMatchObject({ outcome: "offline", stage: null });
    // The other process, if it lives, hears of it.
    expect((await answer).twiml).toBe(reject);
  });

  test.each([
    ["a beat", async () => {}],
    ["somebody who reads it", (ref: string) => recordOf(ann, { ref })],
  ])(
    "a call that is settled by %s takes the notification away with the next beat, once",
    async (_, settle) => {
      const db = await database();
      const { ref, answer } = await callBen();
      await db.update(calls).set({ liveUntil: sql`now() - interval '1 second'` }).where(eq(calls.ref, ref));
      await settle(ref);
      await nextUpkeep();
      expect(await messageOf(ref, "over")).toMatchObject({ missed: true });
      await nextUpkeep();
      await answer;
      const told = push.service.received.map(({ message }) => pushMessageSchema.parse(message));
      expect(told.filter((one) => "ref" in one && one.ref === ref).map(({ type }) => type)).toEqual([
        "ring",
        "over",
      ]);
    },
  );

  describe("declining from a closed device", () => {
    test("declines a call that rings on a device that has opened, and ends its leg", async () => {
      const { ref, answer } = await callBen();
      await beat(ben);
      const call = await answer;
      await report(call, "ringing", { To: `client:${await identityOf(ben)}` });
      expect((await sendDecline(ben, ref)).status).toBe(204);
      expect(rest.ended()).toEqual([`${call.childSid} Status=canceled`]);
      await report(call, "canceled", { To: `client:${await identityOf(ben)}` });
      expect(await recordOf(ann, { ref })).toMatchObject({ outcome: "declined" });
    });

    test("does nothing to a call that is answered or over", async () => {
      await beat(ben);
      const call = await dial(ann, ben.username);
      const to = { To: `client:${await identityOf(ben)}` };
      await report(call, "in-progress", to);
      expect((await sendDecline(ben, call.ref)).status).toBe(204);
      expect(await recordOf(ann, call)).toMatchObject({ outcome: null });
      await report(call, "completed", to);
      expect((await sendDecline(ben, call.ref)).status).toBe(204);
      expect(await recordOf(ann, call)).toMatchObject({ outcome: "completed" });
      expect(rest.ended()).toEqual([]);
    });

    test("is refused to the caller and to strangers", async () => {
      const { ref, answer } = await callBen();
      for (const other of [ann, await newDevice()]) expect((await sendDecline(other, ref)).status).toBe(404);
      await beat(ben);
      expect((await answer).twiml).toContain("<Dial");
    });
  });
});
