import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Change, subscribe } from "@/lib/changes";
import { database, presence, sessions } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import type { Session } from "../identity";
import { beat, newSession, pastCall } from "../testing/people";
import { leaveCall } from "./leave-call";

let told: Change[] = [];
let stop = () => {};

beforeEach(() => {
  told = [];
  stop = subscribe((changes) => told.push(...changes));
});
afterEach(() => stop());

/** What was told since the last time. */
function heard(): Change[] {
  return told.splice(0);
}

onBothDatabases((name) => {
  const person = (session: Session): Change => ({ kind: "person", person: session.person.id });
  const newPerson = () => newSession(`p_${randomUUID().slice(0, 8)}`);

  test("a beat of a session that has ended since it was read is unauthenticated, and no fault of the server", async () => {
    const ann = await newSession("ann");
    await beat(ann);
    const db = await database();
    await db.delete(sessions).where(eq(sessions.id, ann.id));
    await expect(beat(ann)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await db.$count(presence, eq(presence.sessionId, ann.id))).toBe(0);
  });

  describe("a beat lasts", () => {
    test.each([
      ["12 s", { hidden: false }, 12],
      ["90 s if the page is hidden", { hidden: true }, 90],
      ["90 s with an open stream of changes", { hidden: false, stream: randomUUID() }, 90],
      ["90 s with an open stream, also in a call", { phone: "in_call", stream: randomUUID() }, 90],
      [
        "no longer if it is the last one, whatever stream it names",
        { phone: "gone", stream: randomUUID() },
        0,
      ],
    ] as const)("%s", async (_, change, seconds) => {
      const ann = await newPerson();
      await beat(ann, change);
      const db = await database();
      const [row] = await db
        .select({
          left: sql`extract(epoch from ${presence.expiresAt} - now())`.mapWith(Number),
          stream: presence.stream,
        })
        .from(presence)
        .where(eq(presence.sessionId, ann.id));
      expect(row?.left).toBeLessThanOrEqual(seconds);
      expect(row?.left).toBeGreaterThan(seconds - 10);
      expect(row?.stream).toBe("stream" in change ? change.stream : null);
    });
  });

  describe("others are told of a person", () => {
    test("who comes, changes or goes, and not of a beat that changes nothing", async () => {
      const ann = await newPerson();
      const ref = randomUUID();
      await beat(ann);
      expect(heard()).toEqual([person(ann)]);
      await beat(ann, { n: 1 });
      await beat(ann, { n: 2, hidden: true, stream: randomUUID() });
      expect(heard()).toEqual([]);
      await beat(ann, { n: 3, phone: "in_call", ref });
      expect(heard()).toEqual([person(ann)]);
      await beat(ann, { n: 4, phone: "in_call", ref });
      expect(heard()).toEqual([]);
      await beat(ann, { n: 5, phone: "gone" });
      expect(heard()).toEqual([person(ann)]);
      await beat(ann, { n: 6, phone: "gone" });
      expect(heard()).toEqual([]);
    });

    test("who is back after their tab had expired", async () => {
      const ann = await newPerson();
      await beat(ann);
      const db = await database();
      await db
        .update(presence)
        .set({ expiresAt: sql`now() - interval '1 second'` })
        .where(and(eq(presence.sessionId, ann.id)));
      heard();
      await beat(ann, { n: 1 });
      expect(heard()).toEqual([person(ann)]);
    });

    test("not by a beat that a later one has overtaken", async () => {
      const ann = await newPerson();
      await beat(ann, { n: 5 });
      heard();
      await beat(ann, { n: 4, phone: "gone" });
      expect(heard()).toEqual([]);
      const db = await database();
      expect(await db.select().from(presence).where(eq(presence.sessionId, ann.id))).toMatchObject([
        { n: 5 },
      ]);
    });

    test("whose tab has left its call, once", async () => {
      const ann = await newPerson();
      const ref = randomUUID();
      await beat(ann, { phone: "in_call", ref });
      heard();
      await leaveCall(ann, ref, { tab: ann.id, busy: false });
      await leaveCall(ann, ref, { tab: ann.id, busy: false });
      expect(heard()).toEqual([person(ann)]);
    });
  });

  test("a beat that takes a guess back tells both people of their call", async () => {
    const [ann, ben] = [await newPerson(), await newPerson()];
    const ref = await pastCall(ann, ben, { outcome: "failed", evidence: "guess" });
    await beat(ann, { phone: "in_call", ref });
    const own = (session: Session): Change => ({ kind: "own", person: session.person.id, what: ["calls"] });
    expect(heard()).toEqual([person(ann), own(ann), own(ben)]);
    await beat(ann, { n: 1, phone: "in_call", ref });
    expect(heard()).toEqual([]);
  });

  test.runIf(name === "PostgreSQL")(
    "of two first beats of a tab at the same moment the later one holds",
    async () => {
      const ann = await newPerson();
      await Promise.all([beat(ann, { n: 0 }), beat(ann, { n: 1, phone: "in_call" })]);
      const db = await database();
      expect(await db.select().from(presence).where(eq(presence.sessionId, ann.id))).toMatchObject([
        { n: 1 },
      ]);
    },
  );
});
