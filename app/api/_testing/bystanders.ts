// First, since it replaces a module that the routes import.
import "./scope";
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db";
import { allows, blocks, calls, presence, sessions, users } from "@/lib/db/schema";
import { newCallSid } from "./network";
import { beat, newDevice } from "./people";
import { allow, blocks as blocksRoute } from "./routes";

/** People who are not asked, and whose rows no request of another person may show or change. */
export interface Bystanders {
  /** Values of theirs for the `[name]` parts of paths. */
  readonly params: Readonly<Record<"id" | "ref" | "username", string>>;
  /** What no answer to others may contain: the ids of their people, of a block and of a call. */
  readonly secrets: readonly string[];
  /** All of their rows. */
  rows(): Promise<unknown>;
}

/** Two people, of whom one has a session, a tab, a block, an allowance, and a missed call of the other. */
export async function newBystanders(db: Database): Promise<Bystanders> {
  const [ann, ben] = [await newDevice(), await newDevice()];
  const idOf = async (username: string) => {
    const [row] = await db.select({ id: users.id }).from(users).where(eq(users.username, username));
    return row?.id ?? "";
  };
  const [annId, benId] = [await idOf(ann.username), await idOf(ben.username)];
  await beat(ann, { hidden: true });
  const context = { params: Promise.resolve({ username: ben.username }) };
  await ann.browser.send(allow.PUT, `/api/people/${ben.username}/allow`, { method: "PUT", context });
  await ann.browser.send(blocksRoute.POST, "/api/blocks", { json: { username: ben.username } });
  const ref = randomUUID();
  const ended = { outcome: "no_answer", evidence: "network" } as const;
  const people = { callerId: benId, calleeId: annId, dialed: ann.username, anonymous: false };
  await db.insert(calls).values({ ref, callSid: newCallSid(), ...people, ...ended });
  const [block] = await db.select().from(blocks).where(eq(blocks.blockerId, annId));
  const rows = async () => ({
    users: [
      await db.select().from(users).where(eq(users.id, annId)),
      await db.select().from(users).where(eq(users.id, benId)),
    ],
    sessions: [
      await db.select().from(sessions).where(eq(sessions.userId, annId)),
      await db.select().from(sessions).where(eq(sessions.userId, benId)),
    ],
    presence: await db.select().from(presence).where(eq(presence.userId, annId)),
    blocks: await db.select().from(blocks).where(eq(blocks.blockerId, annId)),
    allows: await db.select().from(allows).where(eq(allows.userId, annId)),
    calls: await db.select().from(calls).where(eq(calls.ref, ref)),
  });
  return {
    params: { id: block?.id ?? "", ref, username: ben.username },
    secrets: [annId, benId, ref, block?.id ?? ""],
    rows,
  };
}
