import { randomUUID } from "node:crypto";
import { eq, like, sql } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { database, rateLimits, sessions, users } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { personForAccount } from "../auth/person-for-account";
import { seedDemoPeople } from "../auth/seed";
import { listCalls } from "../calls/history";
import { sweepCalls } from "../calls/sweep-calls";
import { Hub } from "../changes/hub";
import { Tab } from "../changes/testing/tab";
import type { Session } from "../identity";
import { block, listBlocks, unblock } from "../people/blocks";
import { usernameConflict } from "../people/create-person";
import { readMe } from "../people/me";
import { beat, newSession, outcomeOf, pastCall, sessionOf } from "../testing/people";
import { deleteAccount } from "./delete-account";

let number = 0;
const somebody = () => newSession(`del_${++number}_${randomUUID().slice(0, 8)}`);
const leave = (session: Session) => deleteAccount(session, { username: session.person.username });

onBothDatabases(() => {
  let hub: Hub | undefined;
  afterEach(() => hub?.close());

  test("without the right proof nothing is deleted", async () => {
    const ann = await somebody();
    const proofs = [{ username: "somebody_else" }, { password: ann.person.username }];
    for (const proof of proofs) {
      await expect(deleteAccount(ann, proof)).rejects.toMatchObject({ code: "wrong_password" });
    }
    expect((await readMe(ann.person.id)).username).toBe(ann.person.username);
    await deleteAccount(ann, { username: ` ${ann.person.username.toUpperCase()} ` });
    await expect(readMe(ann.person.id)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("the other side keeps the call without a name, and finds it by none", async () => {
    const [ann, ben] = [await somebody(), await somebody()];
    const to = await pastCall(ben, ann);
    const from = await pastCall(ann, ben);
    await leave(ann);
    const { calls } = await listCalls(ben.person.id, {});
    expect(calls).toMatchObject([
      { ref: from, direction: "incoming", peer: null, anonymous: false, dialed: null },
      { ref: to, direction: "outgoing", peer: null, dialed: null, outcome: "completed" },
    ]);
    expect((await listCalls(ben.person.id, { q: ann.person.username })).calls).toEqual([]);
  });

  test("an anonymous caller who is deleted looks like any other: blocks of them stay, and new ones are made", async () => {
    const [ann, ben] = [await somebody(), await somebody()];
    const [first, second] = [
      await pastCall(ann, ben, { anonymous: true }),
      await pastCall(ann, ben, { anonymous: true }),
    ];
    const { id } = await block(ben.person.id, { ref: first });
    await block(ben.person.id, { username: ann.person.username });
    await leave(ann);
    await block(ben.person.id, { ref: second });
    const blocks = await listBlocks(ben.person.id);
    expect(blocks).toHaveLength(2);
    expect(blocks).toContainEqual({ id, username: null, displayName: null, createdAt: expect.anything() });
    for (const one of blocks) await unblock(ben.person.id, one.id);
    expect(await listBlocks(ben.person.id)).toEqual([]);
  });

  test("nobody gets the username, or one that looks the same, for 30 days", async () => {
    const ann = await newSession("anna_bell");
    await leave(ann);
    expect(await usernameConflict("anna_bell")).toBe("username_taken");
    expect(await usernameConflict("anna_be11")).toBe("username_taken");
    const db = await database();
    const id = await personForAccount({ provider: "github", providerAccountId: "77", names: ["anna_bell"] });
    const [person] = await db.select().from(users).where(eq(users.id, id));
    expect(person?.username).toMatch(/^anna_bell_\d{5}$/);
    const inDays = sql`extract(epoch from ${rateLimits.expiresAt} - now()) / 86400`.mapWith(Number);
    const held = await db.select({ inDays }).from(rateLimits).where(like(rateLimits.key, "deleted_name:%"));
    expect(Math.max(...held.map((row) => row.inDays))).toBeCloseTo(30, 2);
    await db.execute(sql`update rate_limits set expires_at = now() - interval '1 second'`);
    expect(await usernameConflict("anna_be11")).toBeNull();
  });

  test("demo people come back at the next start", async () => {
    await seedDemoPeople();
    const db = await database();
    const [alice] = await db.select().from(users).where(eq(users.username, "alice"));
    const session = await sessionOf(alice?.id ?? "");
    await deleteAccount(session, { password: "browser-phone" });
    await seedDemoPeople();
    const [again] = await db.select().from(users).where(eq(users.username, "alice"));
    expect(again?.id).not.toBe(alice?.id);
    expect(again?.passwordHash).toMatch(/^\$argon2id/);
  });

  test("open pages of others are told that the person is gone, and those of the person that they are signed out", async () => {
    const [ann, ben] = [await somebody(), await somebody()];
    await beat(ann);
    hub = new Hub();
    const [own, other] = [new Tab(hub, ann), new Tab(hub, ben)];
    for (const { events } of [own, other]) {
      await vi.waitFor(() => expect(events).toContainEqual({ kind: "hello", live: true }), 5_000);
    }
    await leave(ann);
    const { username } = ann.person;
    const gone = { kind: "people", people: [{ username, displayName: username, presence: null }] };
    await vi.waitFor(() => expect(other.events).toContainEqual(gone), 5_000);
    await vi.waitFor(() => expect(own.events).toContainEqual({ kind: "signed_out" }), 5_000);
    const db = await database();
    expect(await db.select().from(sessions).where(eq(sessions.userId, ann.person.id))).toEqual([]);
  });

  test("a call is removed some days after both of its people are gone", async () => {
    const [ann, ben] = [await somebody(), await somebody()];
    const old = new Date(Date.now() - 3 * 24 * 60 * 60 * 1000);
    const call = await pastCall(ann, ben, { startedAt: old });
    const fresh = await pastCall(ann, ben);
    await leave(ann);
    await sweepCalls();
    expect(await outcomeOf(call)).toBe("completed");
    await leave(ben);
    await sweepCalls();
    expect(await outcomeOf(call)).toBeUndefined();
    expect(await outcomeOf(fresh)).toBe("completed");
  });
});
