import { randomBytes, randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Change, subscribe } from "@/lib/changes";
import type { OwnThing } from "@/lib/contracts";
import { database } from "@/lib/db";
import { calls } from "@/lib/db/schema";
import { onBothDatabases } from "@/lib/db/testing/both";
import type { Session } from "../identity";
import { newSession, pastCall } from "../testing/people";
import { applyReport, noteNoRoom } from "./apply-report";
import { createCall } from "./create-call";
import { settleOverdue } from "./settle";

let told: Change[] = [];
let stop = () => {};

beforeEach(() => {
  told = [];
  stop = subscribe((changes) => told.push(...changes));
});
afterEach(() => stop());

onBothDatabases(() => {
  let ann: Session;
  let ben: Session;
  beforeAll(async () => {
    ann = await newSession("ann");
    ben = await newSession("ben");
  });

  const heard = () => told.splice(0);
  /** `ref`: the outcome is known from the network. Any outcome may make it a missed call, of which the badge tells. */
  const own = ({ person }: Session, ref?: string, what: OwnThing[] = ["calls", "me"]): Change => ({
    kind: "own",
    person: person.id,
    what,
    ...(ref === undefined ? {} : { ref }),
  });
  const looks = ({ person }: Session): Change => ({ kind: "person", person: person.id });

  async function call(refused: Parameters<typeof createCall>[0]["refused"] = null, anonymous = false) {
    const created = await createCall({
      ref: randomUUID(),
      callSid: `CA${randomBytes(16).toString("hex")}`,
      callerId: ann.person.id,
      callerSessionId: ann.id,
      guestLinkId: null,
      guestName: null,
      once: false,
      calleeId: ben.person.id,
      dialed: "ben",
      anonymous,
      refused,
      devices: refused ? [] : [ben.voiceId],
    });
    if (!created) throw new Error("no row");
    return created.row;
  }
  const report = (callSid: string, status: "completed" | "busy") =>
    applyReport({
      callSid,
      leg: { callSid: `${callSid}-leg`, voiceId: ben.voiceId },
      number: null,
      at: null,
      progress: { kind: "final", source: "leg", status, durationSeconds: 0 },
    });

  test("both are told that they have a new call, and others that its caller may look different", async () => {
    await call();
    const underWay = (of: Session) => own(of, undefined, ["calls"]);
    const known = { ...looks(ann), called: [ben.person.id] };
    expect(heard()).toEqual([underWay(ann), underWay(ben), known]);
  });

  test("of an anonymous call its callee hears nothing about the caller", async () => {
    const { callSid } = await call(null, true);
    await report(callSid, "busy");
    const toBen = heard().filter((change) => change.kind === "own" && change.person === ben.person.id);
    expect(JSON.stringify(toBen)).not.toContain(ann.person.id);
    expect(toBen).toHaveLength(2);
  });

  test("a call from a blocked person is told to its caller alone, with its outcome", async () => {
    const { ref } = await call({ outcome: "blocked", refusal: null });
    expect(heard()).toEqual([own(ann, ref), looks(ann)]);
  });

  test("both are told once of an outcome that the network has reported", async () => {
    const { ref, callSid } = await call();
    heard();
    await report(callSid, "busy");
    expect(heard()).toEqual([own(ann, ref), own(ben, ref)]);
    await report(callSid, "busy");
    expect(heard()).toEqual([]);
  });

  test("both are told of a call that is busy, since no device has room", async () => {
    const { ref } = await call();
    heard();
    await noteNoRoom(ben.voiceId, ref);
    expect(heard()).toEqual([own(ann, ref), own(ben, ref)]);
  });

  test("a guess is told without the ref, since a report may still come", async () => {
    await settleOverdue();
    const past = new Date(Date.now() - 3_600_000);
    const ref = await pastCall(ann, ben, {
      outcome: null,
      evidence: null,
      liveUntil: past,
      lastSeenAt: past,
    });
    heard();
    await settleOverdue();
    expect(heard()).toEqual([own(ann), own(ben)]);
    const db = await database();
    expect(await db.select().from(calls).where(eq(calls.ref, ref))).toMatchObject([{ evidence: "guess" }]);
    await db.execute(sql`delete from calls where ref = ${ref}`);
  });
});
