import { beforeAll, describe, expect, test } from "vitest";
import { onBothDatabases } from "@/lib/db/testing/both";
import { countTrips } from "@/lib/db/testing/count-trips";
import { runUpkeep } from "@/lib/server/upkeep/run-upkeep";
import { dial, dialEnded, report, rowOf, statusForm, type TestCall } from "../_testing/calls";
import { newCallSid, voiceRequest, webhook } from "../_testing/network";
import { beat, identityOf, newDevice, type TestPerson } from "../_testing/people";

onBothDatabases(() => {
  let ann: TestPerson;
  let ben: TestPerson;
  let annsIdentity: string;
  let bensAddress: string;

  beforeAll(async () => {
    ann = await newDevice();
    ben = await newDevice();
    annsIdentity = await identityOf(ann);
    bensAddress = `client:${await identityOf(ben)}`;
    // What is done once a minute is done here, and not while trips are counted.
    await beat(ann, { hidden: true });
    await beat(ben, { hidden: true });
  });

  const ask = (to: string, more: Record<string, string> = {}) =>
    webhook(
      "call",
      voiceRequest(annsIdentity, { To: to, ref: crypto.randomUUID(), anonymous: "0", ...more }),
    );
  const reportTo = (call: TestCall, status: string) => report(call, status, { To: bensAddress });

  describe("POST /api/voice/call makes two round trips at most", () => {
    test.each<[string, () => Promise<unknown>, number]>([
      ["for a call that rings", () => ask(ben.username), 2],
      ["for an anonymous call", () => ask(ben.username, { anonymous: "1" }), 2],
      ["for a call that is refused", () => ask("nobody_there"), 2],
      [
        "for a caller who is not signed in",
        () => webhook("call", voiceRequest(`u_${"a".repeat(32)}_b`, {})),
        1,
      ],
    ])("%s", async (_, work, most) => {
      expect(await countTrips(work)).toBe(most);
    });

    test("for a repeated webhook", async () => {
      const form = voiceRequest(annsIdentity, { To: ben.username, ref: crypto.randomUUID(), anonymous: "0" });
      const first = await (await webhook("call", form)).text();
      let again = "";
      const trips = await countTrips(async () => {
        again = await (await webhook("call", form)).text();
      });
      expect(again).toBe(first);
      expect(trips).toBe(1);
    });
  });

  describe("a report makes two round trips", () => {
    let call: TestCall;
    beforeAll(async () => {
      call = await dial(ann, ben.username);
      expect(call.twiml).toContain("<Dial");
    });

    test.each(["initiated", "ringing", "in-progress", "completed"])(
      "on the callee's leg: %s",
      async (status) => {
        expect(await countTrips(() => reportTo(call, status))).toBe(2);
      },
    );

    test("of the result of <Dial>", async () => {
      expect(await countTrips(() => dialEnded(call, "completed"))).toBe(2);
      expect(await rowOf(call)).toMatchObject({ outcome: "completed", finalStatus: "completed" });
    });

    test("and one if it comes again, or is about the caller's leg", async () => {
      expect(await countTrips(() => reportTo(call, "completed"))).toBe(1);
      const own = { CallSid: call.callSid, CallStatus: "completed" };
      expect(await countTrips(() => webhook("status", own))).toBe(1);
    });

    test("and three if the caller's leg is over before the call is known", async () => {
      const own = { CallSid: newCallSid(), CallStatus: "completed" };
      expect(await countTrips(() => webhook("status", own))).toBe(3);
      expect(await countTrips(() => webhook("status", own))).toBe(1);
    });

    test("and one about a call that is not known", async () => {
      const unknown = { ...call, callSid: newCallSid(), childSid: newCallSid() };
      expect(await countTrips(() => webhook("status", statusForm(unknown, "ringing")))).toBe(1);
    });
  });

  describe("with the look-up of the session, two round trips are made before the answer", () => {
    test("for a token", async () => {
      expect(await countTrips(() => identityOf(ann))).toBe(2);
    });

    // Once a change is answered, it is asked who waits for this person.
    test.each<[string, Parameters<typeof beat>[1], number]>([
      ["a beat without a change", { hidden: true }, 2],
      ["a beat of a tab in a call", { hidden: true, phone: "in_call", ref: crypto.randomUUID() }, 3],
      ["a beat of a tab that is new", { hidden: true, tab: crypto.randomUUID() }, 3],
      ["the last beat of a tab", { phone: "gone" }, 3],
    ])("for %s", async (_, change, most) => {
      // Overdue calls are settled once a second, by the first beat; here that has just been done.
      await runUpkeep(Date.now() + 60_000);
      expect(await countTrips(() => beat(ann, change))).toBe(most);
    });
  });
});
