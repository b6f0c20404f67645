import { randomUUID } from "node:crypto";
import { getTableColumns, is, sql } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { database } from "@/lib/db";
import * as schema from "@/lib/db/schema";
import { onBothDatabases } from "@/lib/db/testing/both";
import { hashPassword } from "../auth/password";
import { findSession, startSession } from "../auth/sessions";
import type { Session } from "../identity";
import { createPerson } from "../people/create-person";
import { beat, newSession, pastCall } from "../testing/people";
import { deleteAccount } from "./delete-account";
import { exportAccount } from "./export-account";
import { accountExportSchema } from "./export-schema";

type TableName = {
  [Name in keyof typeof schema]: (typeof schema)[Name] extends PgTable ? Name : never;
}[keyof typeof schema];

const nobodys = { export: "of nobody", deletion: "of nobody" } as const;

/**
 * What becomes of each table's rows of a person. `export`: the field of the export, or why it is left out. `deletion`: gone
 * with the person, or what stays and why.
 */
const tables: Record<TableName, { readonly export: string; readonly deletion: string }> = {
  users: { export: "profile", deletion: "gone" },
  accounts: { export: "signIn", deletion: "gone" },
  sessions: { export: "devices", deletion: "gone" },
  presence: { export: "left out: says for a minute that a tab is open", deletion: "gone" },
  calls: { export: "calls", deletion: "stays: the other side's history, without name and id" },
  callLegs: {
    export: "left out: reports of the voice network on single devices",
    deletion: "stays: with the call",
  },
  callEvents: {
    export: "left out: which reports have come, for some hours",
    deletion: "stays: with the call",
  },
  callCounts: nobodys,
  blocks: { export: "blocks", deletion: "gone" },
  allows: { export: "allows", deletion: "gone" },
  rateLimits: {
    export: "left out: counters under a hash, for a day at most",
    deletion: "stays: until they expire",
  },
  invitations: nobodys,
  operatorSwitches: nobodys,
  pushSubscriptions: { export: "pushDevices", deletion: "gone" },
  favourites: { export: "favourites", deletion: "gone" },
  backWatches: { export: "backWatches", deletion: "gone" },
  guestLinks: { export: "guestLinks", deletion: "gone" },
  guestVisits: { export: "left out: somebody else's, for a day", deletion: "gone" },
  recoveryCodes: { export: "signIn", deletion: "gone" },
  passkeys: { export: "signIn", deletion: "gone" },
  passkeyChallenges: { export: "left out: lasts for minutes", deletion: "gone" },
  personLimits: { export: "limits", deletion: "gone" },
  voicemailSettings: { export: "voicemail", deletion: "gone" },
  voicemailGreetings: { export: "voicemail", deletion: "gone" },
  voicemails: { export: "voicemail", deletion: "gone" },
  voicemailAudio: { export: "left out: the sound, which the history gives", deletion: "gone" },
  voicemailRemovals: {
    export: "left out: what the voice network is to delete",
    deletion: "stays: until the voice network has deleted it",
  },
  auditLog: { export: "left out: the operator's own record", deletion: "stays: the operator's own record" },
};

const known = Object.entries(schema).flatMap(([name, value]) =>
  is(value, PgTable) ? [[name as TableName, value] as const] : [],
);

/** The tables that a table's rows belong to, by its foreign keys. */
const parentsOf = (table: PgTable) =>
  getTableConfig(table).foreignKeys.map((key) => key.reference().foreignTable as PgTable);

test("each table is exported or left out for a reason, and so with deletion", () => {
  expect(Object.keys(tables).sort()).toEqual(known.map(([name]) => name).sort());
  const fields = Object.keys(accountExportSchema.shape);
  for (const [name, rule] of Object.entries(tables)) {
    if (!/^(of nobody|left out: .+)$/.test(rule.export)) expect(fields, name).toContain(rule.export);
    expect(rule.deletion, name).toMatch(/^(of nobody|gone|stays: .+)$/);
  }
});

test("no table that leads to a person counts as of nobody", () => {
  const personal = known.filter(([, table]) => table === schema.users || parentsOf(table).length > 0);
  expect(personal.length).toBeGreaterThan(10);
  expect(personal.filter(([name]) => tables[name] === nobodys)).toEqual([]);
});

onBothDatabases(() => {
  const mark = "zq";

  /** A person of whom every table has a row, with a friend who has done the same things to them. */
  async function everywhere() {
    const db = await database();
    const passwordHash = await hashPassword("correct horse battery");
    const id = await createPerson({ username: `${mark}_me`, displayName: "Me Myself", passwordHash });
    const me = id && (await findSession(await startSession(id, "Firefox on Linux")));
    if (!me) throw new Error("nobody");
    const friend = await newSession(`${mark}_friend`, "Friend");
    const later = sql`now() + interval '1 hour'`;
    await beat(me);
    for (const [one, other] of [
      [me, friend],
      [friend, me],
    ] as const) {
      const [userId, otherId] = [one.person.id, other.person.id];
      const by = one.person.username;
      const ref = await pastCall(one, other, { callerSessionId: one.id });
      const anonymous = await pastCall(other, one, { anonymous: true });
      const [call] = await db.select().from(schema.calls).where(sql`ref = ${ref}`);
      const callId = call?.id ?? 0;
      await db.insert(schema.callLegs).values({ callId, voiceId: other.voiceId });
      await db
        .insert(schema.callEvents)
        .values({ callId, callSid: `CA${by}`, sequence: 0, status: "ringing" });
      await db.insert(schema.accounts).values({ userId, provider: "openid:hash", providerAccountId: by });
      await db.insert(schema.blocks).values([
        { blockerId: userId, blockedId: otherId },
        { blockerId: userId, blockedId: otherId, ref: anonymous },
      ]);
      await db.insert(schema.allows).values({ userId, allowedId: otherId });
      await db.insert(schema.favourites).values({ userId, favouriteId: otherId });
      await db.insert(schema.backWatches).values({ userId, watchedId: otherId, expiresAt: later });
      const [link] = await db
        .insert(schema.guestLinks)
        .values({ ownerId: userId, secretHash: by, label: "for a friend", once: false, expiresAt: later })
        .returning();
      await db
        .insert(schema.guestVisits)
        .values({ keyHash: by, linkId: link?.id ?? "", name: "Carol", expiresAt: later });
      await db.insert(schema.recoveryCodes).values([
        { userId, codeHash: `hash of ${by}` },
        { userId, codeHash: "used", usedAt: sql`now()` },
      ]);
      await db.insert(schema.passkeys).values({
        id: `credential-${by}`,
        userId,
        publicKey: `key-${by}`,
        counter: 0,
        transports: "",
        name: "Laptop",
        backedUp: true,
      });
      await db.insert(schema.passkeyChallenges).values({ userId, challenge: "c", expiresAt: later });
      await db.insert(schema.personLimits).values({ userId, callsAtOnce: 1 });
      await db
        .insert(schema.voicemailSettings)
        .values({ userId, isOn: true, noAnswer: true, away: true, declined: true, busy: true });
      const audio = Buffer.from(`voice ${userId}`);
      await db.insert(schema.voicemailGreetings).values({ userId, id: randomUUID(), audio, seconds: 3 });
      const [message] = await db
        .insert(schema.voicemails)
        .values({
          ownerId: userId,
          ref: anonymous,
          callSid: `CAm${by}`,
          anonymous: true,
          recordingSid: `RE${by}`,
          seconds: 4,
          recordedAt: sql`now()`,
          nextTryAt: later,
        })
        .returning();
      await db.insert(schema.voicemailAudio).values({ voicemailId: message?.id ?? "", audio });
      await db.insert(schema.pushSubscriptions).values({
        sessionId: one.id,
        userId,
        endpoint: `https://push.example/secret-${by}`,
        p256dh: `p-${by}`,
        auth: `a-${by}`,
        locale: "en",
      });
    }
    await db.insert(schema.auditLog).values({ actor: "person", action: "x", subject: me.person.username });
    return { me, friend };
  }

  /** All rows of each table, as text. */
  async function allRows(): Promise<Map<TableName, string[]>> {
    const db = await database();
    const found = new Map<TableName, string[]>();
    for (const [name, table] of known) {
      const rows = await db.select(getTableColumns(table)).from(table);
      found.set(
        name,
        rows.map((row) => JSON.stringify(row)),
      );
    }
    return found;
  }

  async function exported(session: Session) {
    const { body } = await exportAccount(session);
    const text = await new Response(body).text();
    return { text, data: accountExportSchema.parse(JSON.parse(text)) };
  }

  test("the export has something of each table, and nothing secret or of others", async () => {
    const { me, friend } = await everywhere();
    const { text, data } = await exported(me);
    for (const { export: field } of Object.values(tables)) {
      if (!(field in data)) continue;
      const value = data[field as keyof typeof data];
      expect(Array.isArray(value) ? value.length : value, field).toBeTruthy();
    }
    expect(data.signIn).toMatchObject({
      hasPassword: true,
      accounts: [{ provider: "openid", id: `${mark}_me` }],
      passkeys: [{ name: "Laptop", synchronised: true }],
      recoveryCodes: { left: 1 },
    });
    expect(data.pushDevices).toMatchObject([{ device: "Firefox on Linux", service: "push.example" }]);
    expect(data.devices).toMatchObject([{ device: "Firefox on Linux", current: true }]);
    expect(new Set(data.blocks.map(({ username }) => username))).toEqual(new Set([`${mark}_friend`, null]));
    // Two calls each way; of the anonymous one to me no name.
    expect(data.calls).toHaveLength(4);
    const received = data.calls.find((call) => call.anonymous && call.direction === "incoming");
    expect(received).toMatchObject({ peer: null, dialed: null });
    const secrets = [
      me.id,
      me.voiceId,
      me.person.id,
      friend.person.id,
      "argon2",
      `hash of ${mark}_me`,
      `key-${mark}_me`,
      `credential-${mark}_me`,
      `secret-${mark}_me`,
      `p-${mark}_me`,
      `a-${mark}_me`,
    ];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    // What the other table's rows would have been: every one of them had a row of this person.
    const rows = await allRows();
    const own = Object.entries(tables).filter(([, { deletion }]) => deletion === "gone");
    for (const [name] of own) {
      // Their rows name the message or the link, and no person.
      if (name === "voicemailAudio" || name === "guestVisits") continue;
      expect(rows.get(name as TableName)?.join(), name).toContain(me.person.id);
    }
  });

  test("after deletion no row of any table names the person, but those that stay for a reason", async () => {
    const db = await database();
    const [person] = await db
      .select()
      .from(schema.users)
      .where(sql`username = ${`${mark}_me`}`);
    const [session] = await db.select().from(schema.sessions).where(sql`user_id = ${person?.id}`);
    const me = await findSession(session?.id);
    if (!me) throw new Error("the test before has made nobody");
    const before = await allRows();
    await deleteAccount(me, { password: "correct horse battery" });
    const after = await allRows();
    for (const text of [me.person.id, me.id, `${mark}_me`, "Me Myself"]) {
      const left = [...after].filter(([, rows]) => rows.join().includes(text)).map(([name]) => name);
      const stays = left.filter((name) => !tables[name].deletion.startsWith("stays"));
      expect(stays, text).toEqual([]);
    }
    expect(after.get("calls")?.join()).not.toMatch(new RegExp(`${me.person.id}|${mark}_me`));
    expect(after.get("calls")).toHaveLength(before.get("calls")?.length ?? 0);
    expect(before.get("voicemailAudio")).toHaveLength(2);
    expect(after.get("voicemailAudio")).toHaveLength(1);
    // What the friend has is still there.
    for (const [name, { deletion }] of Object.entries(tables)) {
      if (deletion === "of nobody" || name === "auditLog") continue;
      const isAboutBoth = ["blocks", "allows", "favourites", "backWatches", "presence"].includes(name);
      if (!isAboutBoth) expect(after.get(name as TableName)?.length, name).toBeGreaterThan(0);
    }
  });
});
