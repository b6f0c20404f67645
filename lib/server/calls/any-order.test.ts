import { randomBytes, randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { database } from "@/lib/db";
import { callLegs, calls, type FinalStatus } from "@/lib/db/schema";
import { onBothDatabases } from "@/lib/db/testing/both";
import type { Session } from "../identity";
import { newSession, sessionOf } from "../testing/people";
import { applyReport, type NetworkReport, noteNoRoom } from "./apply-report";
import { createCall } from "./create-call";
import type { Progress } from "./facts";

const runs = process.env.SOAK === "1" ? 1_000 : 20;

/** How a call to several devices goes. */
interface Scenario {
  /** Which device answers, if any. */
  readonly answers: number | null;
  /** What else happens to each device. */
  readonly ends: readonly ("declines" | "no_room" | "closed" | "rings")[];
  readonly callerHangsUp: boolean;
}

/** What the voice network and the phones report, in a true order. */
interface Step {
  readonly leg: number | null;
  readonly second: number;
  readonly progress: Progress | null;
  readonly noRoom?: true;
}

const scenario: fc.Arbitrary<Scenario> = fc.integer({ min: 1, max: 3 }).chain((size) =>
  fc.record({
    answers: fc.option(fc.nat(size - 1)),
    ends: fc.array(fc.constantFrom("declines", "no_room", "closed", "rings", "rings"), {
      minLength: size,
      maxLength: size,
    }),
    callerHangsUp: fc.boolean(),
  }),
);

const final = (
  status: FinalStatus,
  source: "leg" | "dial",
  durationSeconds: number | null = null,
): Progress => ({
  kind: "final",
  source,
  status,
  durationSeconds,
});

function stepsOf({ answers, ends, callerHangsUp }: Scenario): Step[] {
  const steps: Step[] = [];
  const declined = answers === null && ends.includes("declines");
  ends.forEach((end, leg) => {
    const add = (second: number, progress: Progress | null) => steps.push({ leg, second, progress });
    add(0, null);
    if (leg === answers) {
      add(1, { kind: "ringing" });
      add(6, { kind: "answered" });
      add(18, final("completed", "leg", 12));
      return;
    }
    if (end === "closed") {
      add(0, final("no-answer", "leg", 0));
      return;
    }
    add(1, { kind: "ringing" });
    if (end === "no_room") {
      steps.push({ leg, second: 2, progress: null, noRoom: true });
      add(2, final("busy", "leg", 0));
    } else if (end === "declines") add(5, final("busy", "leg", 0));
    else if (answers !== null) add(6, final("canceled", "leg", 0));
    else if (declined) add(5, final("canceled", "leg", 0));
    else if (callerHangsUp) add(9, final("canceled", "leg", 0));
    else add(31, final("no-answer", "leg", 0));
  });
  const rings = ends.includes("rings");
  const result =
    answers === null ? (declined ? "busy" : callerHangsUp && rings ? "canceled" : "no-answer") : "completed";
  const dial = result === "no-answer" && ends.includes("no_room") ? "busy" : result;
  steps.push({ leg: null, second: 32, progress: final(dial, "dial", answers === null ? null : 12) });
  return steps;
}

function expectedOutcome({ answers, ends, callerHangsUp }: Scenario): string {
  if (answers !== null) return "completed";
  if (ends.every((end) => end === "no_room")) return "busy";
  if (ends.includes("declines")) return "declined";
  if (callerHangsUp && ends.includes("rings")) return "canceled";
  if (ends.includes("no_room")) return "busy";
  return ends.includes("rings") ? "no_answer" : "offline";
}

onBothDatabases(() => {
  let ann: Session;
  const devices: Session[] = [];
  beforeAll(async () => {
    ann = await newSession("ann");
    const ben = await newSession("ben");
    devices.push(ben, await sessionOf(ben.person.id), await sessionOf(ben.person.id));
  });

  const newSid = () => `CA${randomBytes(16).toString("hex")}`;

  /** A call that rings that many devices of Ben, and the CallSids of their legs. */
  async function newCall(size: number) {
    const callSid = newSid();
    const ref = randomUUID();
    const created = await createCall({
      ref,
      callSid,
      callerId: ann.person.id,
      callerSessionId: ann.id,
      guestLinkId: null,
      guestName: null,
      once: false,
      calleeId: devices[0]?.person.id ?? null,
      dialed: "ben",
      anonymous: false,
      devices: devices.slice(0, size).map(({ voiceId }) => voiceId),
      refused: null,
    });
    if (!created) throw new Error("no call");
    return { ref, callSid, start: created.row.startedAt, legs: devices.slice(0, size).map(newSid) };
  }

  type Call = Awaited<ReturnType<typeof newCall>>;

  function reportOf(call: Call, { leg, second, progress }: Step, sequence: number): NetworkReport {
    const legSid = leg === null ? null : (call.legs[leg] ?? null);
    return {
      callSid: call.callSid,
      leg: legSid === null ? null : { callSid: legSid, voiceId: devices[leg ?? 0]?.voiceId ?? null },
      number: legSid === null ? null : { callSid: legSid, sequence, status: "x" },
      at: leg === null ? null : new Date(call.start.getTime() + second * 1000),
      progress,
    };
  }

  async function apply(call: Call, step: Step, sequence: number): Promise<void> {
    if (step.noRoom) await noteNoRoom(devices[step.leg ?? 0]?.voiceId ?? "", call.ref);
    else await applyReport(reportOf(call, step, sequence));
  }

  async function stored({ ref, start }: Call) {
    const db = await database();
    const [row] = await db.select().from(calls).where(eq(calls.ref, ref));
    if (!row) throw new Error("no row");
    const legs = await db
      .select()
      .from(callLegs)
      .where(eq(callLegs.callId, row.id))
      .orderBy(callLegs.voiceId);
    const after = (time: Date | null) => time && (time.getTime() - start.getTime()) / 1000;
    return {
      outcome: row.outcome,
      evidence: row.evidence,
      ringing: after(row.ringingAt),
      answered: after(row.answeredAt),
      // The result of <Dial> has no time of its own.
      ended: row.outcome === "busy" ? null : after(row.endedAt),
      duration: row.durationSeconds,
      isReleased: row.releasedAt !== null,
      legs: legs.map((leg) => [leg.finalStatus, after(leg.answeredAt), after(leg.endedAt), leg.noRoom]),
    };
  }

  describe("the reports of a call to one, two or three devices", () => {
    test("lead to the same row in any order, some of them twice", async () => {
      await fc.assert(
        fc.asyncProperty(scenario, fc.infiniteStream(fc.nat()), async (given, dice) => {
          const steps = stepsOf(given);
          const plain = await newCall(given.ends.length);
          for (const [index, step] of steps.entries()) await apply(plain, step, index);
          const expected = await stored(plain);
          expect(expected.outcome).toBe(expectedOutcome(given));
          expect(expected.isReleased).toBe(true);

          const random = () => dice.next().value;
          const shuffled = [...steps.entries(), ...steps.entries()]
            .map((entry, index) => ({
              entry,
              at: index < steps.length || random() % 3 === 0 ? random() : -1,
            }))
            .filter(({ at }) => at >= 0)
            .sort((one, other) => one.at - other.at);
          const call = await newCall(given.ends.length);
          for (const { entry } of shuffled) await apply(call, entry[1], entry[0]);
          expect(await stored(call)).toEqual(expected);
        }),
        { numRuns: runs },
      );
    }, 120_000);

    test("lead to the same row when they all come at once", async () => {
      const given: Scenario = { answers: 1, ends: ["rings", "rings", "declines"], callerHangsUp: false };
      const steps = stepsOf(given);
      const plain = await newCall(3);
      for (const [index, step] of steps.entries()) await apply(plain, step, index);
      const call = await newCall(3);
      await Promise.all(
        [...steps.entries(), ...steps.entries()].map(([index, step]) => apply(call, step, index)),
      );
      expect(await stored(call)).toEqual(await stored(plain));
    });

    test("give an outcome and release the call whichever are lost, if the result of <Dial> or all ends of legs come", async () => {
      await fc.assert(
        fc.asyncProperty(
          scenario,
          fc.boolean(),
          fc.infiniteStream(fc.boolean()),
          async (given, dial, dice) => {
            const needed = ({ leg, progress }: Step) =>
              dial ? leg === null : leg !== null && progress?.kind === "final";
            const call = await newCall(given.ends.length);
            for (const [index, step] of stepsOf(given).entries()) {
              if (needed(step) || dice.next().value) await apply(call, step, index);
            }
            const row = await stored(call);
            expect(row.outcome).not.toBeNull();
            expect(row.isReleased).toBe(true);
            if (given.answers !== null) expect(row.outcome).toBe("completed");
          },
        ),
        { numRuns: runs },
      );
    }, 120_000);

    test("without an end of the call neither give an outcome nor release it", async () => {
      await fc.assert(
        fc.asyncProperty(scenario, async (given) => {
          const size = given.ends.length;
          const open: Scenario = { ...given, answers: null, ends: given.ends.map(() => "rings") };
          const call = await newCall(size);
          for (const [index, step] of stepsOf(open).entries()) {
            if (step.progress?.kind !== "final") await apply(call, step, index);
          }
          expect(await stored(call)).toMatchObject({ outcome: null, isReleased: false });
        }),
        { numRuns: 10 },
      );
    }, 60_000);
  });

  describe("the legs that must be ended", () => {
    const at = { at: null, number: null } as const;
    const leg = (call: Call, index: number, of = devices[index]) => ({
      callSid: call.legs[index] ?? "",
      voiceId: of?.voiceId ?? null,
    });
    const say = async (call: Call, index: number, progress: Progress | null) =>
      (await applyReport({ callSid: call.callSid, leg: leg(call, index), progress, ...at })).mustEnd;

    test("are those that ring, when the person declines on one device", async () => {
      const call = await newCall(3);
      for (const index of [0, 1]) expect(await say(call, index, { kind: "ringing" })).toEqual([]);
      expect(await say(call, 0, final("busy", "leg"))).toEqual([
        { callSid: call.legs[1], status: "canceled" },
      ]);
      // The third device's first report is late.
      expect(await say(call, 1, final("canceled", "leg"))).toEqual([]);
      expect(await say(call, 2, null)).toEqual([{ callSid: call.legs[2], status: "canceled" }]);
    });

    test("are none, when a device without room rejects the call, or when another one has answered", async () => {
      const call = await newCall(2);
      for (const index of [0, 1]) await say(call, index, { kind: "ringing" });
      await noteNoRoom(devices[0]?.voiceId ?? "", call.ref);
      expect(await say(call, 0, final("busy", "leg"))).toEqual([]);
      expect((await stored(call)).outcome).toBeNull();
      const answered = await newCall(2);
      await say(answered, 1, { kind: "answered" });
      expect(await say(answered, 0, final("busy", "leg"))).toEqual([]);
      expect((await stored(answered)).outcome).toBeNull();
    });

    test("are those of sessions that have ended", async () => {
      const call = await newCall(2);
      const db = await database();
      const expire = (voiceId: string | undefined, seconds: number) =>
        db.execute(
          sql`update sessions set expires_at = now() + make_interval(secs => ${seconds}) where voice_id = ${voiceId}`,
        );
      await expire(devices[1]?.voiceId, -1);
      expect(await say(call, 0, { kind: "ringing" })).toEqual([]);
      expect(await say(call, 1, null)).toEqual([{ callSid: call.legs[1], status: "completed" }]);
      expect(await say(call, 1, { kind: "answered" })).toEqual([
        { callSid: call.legs[1], status: "completed" },
      ]);
      await expire(devices[1]?.voiceId, 600);
      await expire(ann.voiceId, -1);
      expect(await say(call, 0, { kind: "ringing" })).toEqual([
        { callSid: call.callSid, status: "completed" },
      ]);
      await expire(ann.voiceId, 600);
      expect(await say(call, 0, { kind: "ringing" })).toEqual([]);
    });
  });
});
