import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  accounts,
  allows,
  backWatches,
  blocks,
  database,
  favourites,
  guestLinks,
  guestVisits,
  passkeys,
  pushSubscriptions,
  voicemailAudio,
  voicemailGreetings,
  voicemailRemovals,
  voicemailSettings,
  voicemails,
} from "@/lib/db";
import { setDatabase } from "@/lib/db/client";
import { type DatabaseHandle, migrationsFolder } from "@/lib/db/handle";
import { callEvents, callLegs, calls, presence } from "@/lib/db/schema";
import { onBothDatabases } from "@/lib/db/testing/both";
import { testDatabases } from "@/lib/db/testing/databases";
import { signUp } from "@/lib/server/auth";
import { findSession } from "@/lib/server/auth/sessions";
import { createInvitation } from "@/lib/server/operator/invitations";
import { setPersonLimits } from "@/lib/server/operator/person-limits";
import { setSwitch } from "@/lib/server/operator/switches";
import { beat, newSession, pastCall } from "@/lib/server/testing/people";
import { dump } from "./dump";
import { readBackup, writeBackup } from "./file";
import { leftOut } from "./format";
import { load } from "./load";
import { queryRows } from "./query-rows";
import { parentsFirst } from "./tables";

type Open = Pick<DatabaseHandle, "db">;

const folder = mkdtempSync(join(tmpdir(), "browser-phone-backup-"));
afterAll(() => rmSync(folder, { recursive: true }));

// Tables are made anew many times.
vi.setConfig({ testTimeout: 180_000 });

const careful = { replace: false, signOut: false };

async function dumpLines({ db }: Open): Promise<string[]> {
  const lines: string[] = [];
  await dump(db, async (line) => {
    lines.push(line);
  });
  return lines;
}

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

/** All rows that a backup should have, by table. */
async function contents({ db }: Open): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const table of await parentsFirst(db)) {
    if (leftOut.includes(table)) continue;
    const rows = await queryRows<{ row: string }>(
      db,
      sql`select to_jsonb(one)::text as row from ${sql.identifier(table)} as one order by 1`,
    );
    all[table] = rows.map(({ row }) => row);
  }
  return all;
}

/** Writes rows into every table, with texts that quoting could break. Returns a session. */
async function fill(prefix: string): Promise<string> {
  const db = await database();
  const displayName = `${prefix} "r\\o' 😀`;
  await signUp({ username: `${prefix}_carol`, displayName, password: "correct horse battery" }, "a");
  const alice = await newSession(`${prefix}_alice`);
  const bob = await newSession(`${prefix}_bob`);
  await pastCall(alice, bob, { durationSeconds: 12, startedAt: new Date("2026-01-02T03:04:05.678Z") });
  const ref = await pastCall(bob, alice, { anonymous: true, outcome: "no_answer" });
  const [call] = await queryRows<{ id: string }>(db, sql`select id from calls where ref = ${ref}`);
  const callId = Number(call?.id);
  await db.insert(callLegs).values({ callId, voiceId: "v1" });
  await db.insert(callEvents).values({ callId, callSid: ref, sequence: 0, status: "ringing" });
  await db.insert(blocks).values({ blockerId: alice.person.id, blockedId: bob.person.id, ref });
  await db.insert(allows).values({ userId: alice.person.id, allowedId: bob.person.id });
  await db.insert(accounts).values({ provider: "github", providerAccountId: prefix, userId: bob.person.id });
  await leaveMessage({ ownerId: alice.person.id, callerId: bob.person.id, ref });
  const [userId, otherId, later] = [alice.person.id, bob.person.id, new Date("2027-01-02T03:04:05.678Z")];
  await db.insert(favourites).values({ userId, favouriteId: otherId });
  await db.insert(backWatches).values({ userId, watchedId: otherId, expiresAt: later });
  const link = { ownerId: userId, secretHash: prefix, label: displayName, once: true, expiresAt: later };
  const [{ id: linkId } = { id: "" }] = await db.insert(guestLinks).values(link).returning();
  await db.insert(guestVisits).values({ keyHash: prefix, linkId, name: displayName, expiresAt: later });
  const key = {
    publicKey: "key",
    counter: 2 ** 40,
    transports: "usb,nfc",
    name: displayName,
    backedUp: true,
  };
  await db.insert(passkeys).values({ ...key, id: prefix, userId });
  const push = { endpoint: `https://push.example/${prefix}`, p256dh: "p", auth: "a", locale: "ja" };
  await db.insert(pushSubscriptions).values({ ...push, sessionId: alice.id, userId });
  await createInvitation({ uses: 2, days: 3 });
  await setSwitch("calling", "paused");
  await setPersonLimits(alice.person, { perDay: 3 });
  await beat(alice);
  return alice.id;
}

/** Every byte there is, so that none may be lost or changed on the way. */
const everyByte = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 256));

/** Writes rows into the tables of voicemail: a message with its sound, a greeting, and a recording that is to be deleted. */
async function leaveMessage(people: { ownerId: string; callerId: string; ref: string }): Promise<void> {
  const db = await database();
  const { ownerId, ref } = people;
  const nextTryAt = new Date("2026-01-02T03:04:05.678Z");
  const values = {
    ...people,
    callSid: ref,
    anonymous: false,
    recordingSid: ref,
    nextTryAt,
    keptAt: nextTryAt,
  };
  const [message] = await db.insert(voicemails).values(values).returning({ id: voicemails.id });
  await db.insert(voicemailAudio).values({ voicemailId: message?.id ?? "", audio: everyByte });
  await db.insert(voicemailGreetings).values({ userId: ownerId, id: ref, audio: everyByte, seconds: 1 });
  const all = { isOn: true, noAnswer: true, away: false, declined: true, busy: false };
  await db.insert(voicemailSettings).values({ userId: ownerId, ...all });
  await db.insert(voicemailRemovals).values({ sid: `RE${ref}` });
}

type Target = DatabaseHandle & { readonly kind: string };

const targets: Target[] = [];
beforeAll(async () => {
  for (const { name, isAvailable, open } of testDatabases) {
    if (isAvailable) targets.push({ ...(await open()), kind: name });
  }
});
afterAll(async () => {
  for (const target of targets) await target.close();
});

/** A database of that kind without tables. */
async function emptyDatabase(kind: string): Promise<Target> {
  const target = targets.find((one) => one.kind === kind);
  if (!target) throw new Error(`there is no ${kind}`);
  for (const table of await parentsFirst(target.db)) {
    await target.db.execute(sql`drop table ${sql.identifier(table)} cascade`);
  }
  await target.db.execute(sql`drop schema if exists drizzle cascade`);
  return target;
}

onBothDatabases((name) => {
  test("everything is the same after a restore into either kind of database", async () => {
    const source = { db: await database() };
    const session = await fill("one");
    const path = join(folder, `${name}.backup`);
    const counts = await writeBackup(path, (write) => dump(source.db, write));
    expect(counts).toMatchObject({ users: 3, calls: 2, blocks: 1, call_legs: 1, sessions: 2, accounts: 1 });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const before = await contents(source);
    // A table without rows would show nothing.
    expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);
    for (const { kind } of targets) {
      const target = await emptyDatabase(kind);
      expect((await load(target.db, readBackup(path), careful)).counts).toEqual(counts);
      expect(await contents(target)).toEqual(before);
      expect(await target.db.select().from(presence)).toEqual([]);
      // No migration is left to do, and the next call gets a number of its own.
      await target.migrate();
      await target.db
        .insert(calls)
        .values({ ref: crypto.randomUUID(), callSid: "CAnew", dialed: "x", anonymous: false });
      expect(await target.db.select().from(calls)).toHaveLength(3);
      const mine = await database();
      setDatabase(target);
      expect((await findSession(session))?.id).toBe(session);
      setDatabase({ ...target, db: mine });
    }
  });

  test("a database that is not empty is refused, and replaced on demand", async () => {
    const source = { db: await database() };
    const lines = await dumpLines(source);
    const target = await emptyDatabase(name);
    await load(target.db, each(lines), careful);
    await target.db.execute(sql`delete from calls`);
    const before = await contents(target);
    await expect(load(target.db, each(lines), careful)).rejects.toThrow("add --replace");
    expect(await contents(target)).toEqual(before);
    // What a later version made goes too, as when one goes back to an earlier version.
    await target.db.execute(sql`create table later (id text references users (id))`);
    await load(target.db, each(lines), { ...careful, replace: true });
    expect(await contents(target)).toEqual(await contents(source));
  });

  test("with --sign-out nobody is signed in, and all else is there", async () => {
    const source = { db: await database() };
    const target = await emptyDatabase(name);
    const { counts } = await load(target.db, each(await dumpLines(source)), { ...careful, signOut: true });
    expect(counts.sessions).toBe(0);
    expect(await contents(target)).toEqual({
      ...(await contents(source)),
      sessions: [],
      push_subscriptions: [],
    });
  });

  test("a backup that lacks its end, a row or a good row changes nothing", async () => {
    const source = { db: await database() };
    const lines = await dumpLines(source);
    const row = lines.findIndex((line) => line.startsWith("calls\t"));
    const damaged = [
      lines.slice(0, -1),
      lines.slice(0, row),
      lines.toSpliced(row, 1),
      lines.with(row, 'calls\t{"id": "no number"}'),
      lines.with(row, "unknown\t{}"),
      lines.with(row, ""),
      lines.slice(0, 1),
    ];
    const target = await emptyDatabase(name);
    await load(target.db, each(lines), careful);
    const before = await contents(target);
    for (const one of damaged) {
      await expect(load(target.db, each(one), { ...careful, replace: true })).rejects.toThrow();
      expect(await contents(target)).toEqual(before);
    }
  });

  test("a row that was tampered with is refused with the word that nothing was changed", async () => {
    const lines = await dumpLines({ db: await database() });
    const row = lines.findIndex((line) => line.startsWith("users\t"));
    const [header = "", user = ""] = [lines[0], lines[row]];
    const count = lines.filter((line) => line.startsWith("users\t")).length;
    const twice = lines.toSpliced(row, 0, user);
    const end = String(twice.at(-1)).replace(/"users": ?\d+/, `"users":${count + 1}`);
    const identities = [{ table: "calls", column: "id", last: -1 }];
    const tampered = [
      [twice.with(-1, end), "SQLSTATE 23505"],
      [lines.with(row, "users\tno JSON"), "SQLSTATE 22P02"],
      [lines.with(0, JSON.stringify({ ...JSON.parse(header), identities })), "SQLSTATE 22003"],
    ] as const;
    const target = await emptyDatabase(name);
    await load(target.db, each(lines), careful);
    const before = await contents(target);
    for (const [one, code] of tampered) {
      const loading = load(target.db, each(one), { ...careful, replace: true });
      await expect(loading).rejects.toThrow(`refuses (${code}), so nothing was changed`);
      expect(await contents(target)).toEqual(before);
    }
  });

  test("an older backup is migrated, and a newer one refused", async () => {
    const older = join(folder, `${name}-older`);
    cpSync(migrationsFolder, older, { recursive: true });
    const file = join(older, "meta/_journal.json");
    const journal = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 3) }));
    const source = await emptyDatabase(name);
    for (const migration of readMigrationFiles({ migrationsFolder: older })) {
      for (const statement of migration.sql) await source.db.execute(sql.raw(statement));
      await source.db.execute(sql`create schema if not exists drizzle`);
      await source.db.execute(
        sql`create table if not exists drizzle.__drizzle_migrations (id serial, hash text, created_at bigint)`,
      );
      await source.db.execute(
        sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${migration.hash}, ${migration.folderMillis})`,
      );
    }
    await source.db.execute(sql`insert into users (id, username, display_name) values ('u_1', 'old', 'Old')`);
    const lines = await dumpLines(source);
    const target = await emptyDatabase(name);
    await load(target.db, each(lines), careful);
    await target.migrate();
    expect(Object.keys(await contents(target))).toEqual(
      Object.keys(await contents({ db: await database() })),
    );
    expect(await queryRows(target.db, sql`select username from users`)).toEqual([{ username: "old" }]);
    const [header = "", ...rest] = await dumpLines(target);
    const newer = JSON.parse(header);
    newer.migrations.push("of a version that is to come");
    await expect(load(target.db, each([JSON.stringify(newer), ...rest]), careful)).rejects.toThrow(
      "from a newer version",
    );
  });

  test("the database of another program is refused, even with --replace, and so is a backup of one", async () => {
    const lines = await dumpLines({ db: await database() });
    const target = await emptyDatabase(name);
    await target.db.execute(sql`create table invoices (id int)`);
    await expect(load(target.db, each(lines), { ...careful, replace: true })).rejects.toThrow(
      "tables of something else",
    );
    await expect(dumpLines(target)).rejects.toThrow("no tables of Browser Phone");
  });

  test("a backup is of one moment, although people go on writing", async () => {
    const db = await database();
    const [{ number } = { number: -1 }] = await queryRows<{ number: number }>(
      db,
      sql`select count(*)::int as number from users`,
    );
    let writing: Promise<unknown> | undefined;
    const counts = await dump(db, async (line) => {
      // After the first line the moment is fixed. PGlite lets the write wait until the backup is over.
      if (!line.startsWith("{")) return;
      writing = newSession(`late_${name.toLowerCase()}`);
      if (name === "PostgreSQL") await writing;
    });
    await writing;
    expect(counts.users).toBe(number);
  });
});

test("a file is never overwritten, and a file that is no whole backup is refused", async () => {
  const path = join(folder, "a.backup");
  await writeBackup(path, (write) => write("line ".repeat(100_000)));
  const bytes = readFileSync(path);
  await expect(writeBackup(path, (write) => write("other"))).rejects.toThrow("exists");
  expect(readFileSync(path)).toEqual(bytes);
  const read = async (name: string, content?: Buffer | string) => {
    if (content !== undefined) writeFileSync(join(folder, name), content);
    const lines: string[] = [];
    for await (const line of readBackup(join(folder, name))) lines.push(line);
    return lines;
  };
  expect(await read("a.backup")).toEqual(["line ".repeat(100_000)]);
  await expect(read("cut", bytes.subarray(0, -9))).rejects.toThrow("no whole backup");
  await expect(read("text", "select 1;")).rejects.toThrow("no whole backup");
  // One letter, again and again, which gzip makes a thousand times smaller.
  const endless = gzipSync(Buffer.alloc(64 * 1024 * 1024, "a"));
  await expect(read("endless", endless)).rejects.toThrow("no whole backup");
  expect(await read("short", gzipSync("one\u2028and é\n\ntwo"))).toEqual(["one\u2028and é", "", "two"]);
  await expect(read("none")).rejects.toThrow("does not exist");
  await expect(read(".")).rejects.toThrow("is a folder");
});

test("a backup that fails leaves no file", async () => {
  const path = join(folder, "failed.backup");
  const fails = async (write: (line: string) => Promise<void>) => {
    await write("a line");
    throw new Error("the database is away");
  };
  await expect(writeBackup(path, fails)).rejects.toThrow("the database is away");
  const beneath = join(path, "a.backup");
  await expect(writeBackup(beneath, (write) => write("x"))).rejects.toThrow("cannot be written (ENOENT)");
  writeFileSync(path, "a file is no folder");
  await expect(writeBackup(beneath, (write) => write("x"))).rejects.toThrow("cannot be written (ENOTDIR)");
  expect(readdirSync(folder).filter((name) => name.includes(".partial"))).toEqual([]);
});
