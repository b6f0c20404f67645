import { randomBytes, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Outcome, PresenceBeat } from "@/lib/contracts";
import { database } from "@/lib/db";
import { calls } from "@/lib/db/schema";
import { findSession, startSession } from "../auth/sessions";
import type { Session } from "../identity";
import { createPerson } from "../people/create-person";
import { storeBeat } from "../presence/presence";

/** Creates a person without a password, signed in on a device. */
export async function newSession(username: string, displayName = username): Promise<Session> {
  const id = await createPerson({ username, displayName, passwordHash: null });
  if (!id) throw new Error(`${username} exists`);
  return sessionOf(id);
}

/** Signs a person in on another device. */
export async function sessionOf(personId: string): Promise<Session> {
  const session = await findSession(await startSession(personId));
  if (!session) throw new Error("no session");
  return session;
}

/** Stores a beat of that device's tab. */
export async function beat(session: Session, change: Partial<PresenceBeat> = {}): Promise<void> {
  await storeBeat(session, { tab: session.id, phone: "ready", hidden: false, ref: null, n: 0, ...change });
}

/** Writes the row of a call that has ended, and returns its ref. */
export async function pastCall(
  caller: Session,
  callee: Session,
  change: Partial<typeof calls.$inferInsert> = {},
): Promise<string> {
  const db = await database();
  const ref = randomUUID();
  const callSid = `CA${randomBytes(16).toString("hex")}`;
  await db.insert(calls).values({
    ref,
    callSid,
    callerId: caller.person.id,
    calleeId: callee.person.id,
    dialed: callee.person.username,
    anonymous: false,
    outcome: "completed",
    evidence: "network",
    ...change,
  });
  return ref;
}

/** The stored outcome of a call: null while it is under way, undefined without such a call. */
export async function outcomeOf(ref: string): Promise<Outcome | null | undefined> {
  const db = await database();
  const [row] = await db.select({ outcome: calls.outcome }).from(calls).where(eq(calls.ref, ref));
  return row?.outcome;
}
