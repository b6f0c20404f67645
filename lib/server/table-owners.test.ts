import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import * as schema from "@/lib/db/schema";

const tables = Object.entries(schema).flatMap(([name, value]) => (is(value, PgTable) ? [name] : []));

/** Which part of lib/server alone may change the rows of each table. */
const owners: Record<string, string> = {
  users: "people",
  blocks: "people",
  allows: "people",
  accounts: "auth",
  sessions: "auth",
  presence: "presence",
  calls: "calls",
  callCounts: "calls",
  callEvents: "calls",
  callLegs: "calls",
  invitations: "operator",
  operatorSwitches: "operator",
  personLimits: "operator",
  auditLog: "operator",
  favourites: "people",
  backWatches: "people",
  guestLinks: "guests",
  guestVisits: "guests",
  recoveryCodes: "auth",
  passkeys: "auth",
  passkeyChallenges: "auth",
  pushSubscriptions: "push",
  voicemails: "voicemail",
  voicemailAudio: "voicemail",
  voicemailGreetings: "voicemail",
  voicemailRemovals: "voicemail",
  voicemailSettings: "voicemail",
  rateLimits: "limits.ts",
};

/** The tables whose rows a source text inserts, updates or deletes. */
function tablesWrittenBy(text: string): string[] {
  const written = [...text.matchAll(/\.(?:insert|update|delete)\(\s*(\w+)/g)].map(([, name = ""]) => name);
  const bySql = [...text.matchAll(/\b(?:insert into|update|delete from)\s+(\$\{)?(\w+)/g)].map(
    ([, slot, name = ""]) => (slot ? name : camelCase(name)),
  );
  return [...written, ...bySql].filter((name) => tables.includes(name));
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

test("each table has an owner", () => {
  expect(Object.keys(owners).sort()).toEqual(tables.sort());
});

test("each table is written only by its owner", () => {
  const root = "lib/server";
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !/\.test\.ts$|^testing\//.test(file),
  );
  const written = files.flatMap((file) =>
    tablesWrittenBy(readFileSync(join(root, file), "utf8")).map((table) => ({ file, table })),
  );
  expect(written.filter(({ file, table }) => file.split("/")[0] !== owners[table])).toEqual([]);
  // The search finds the writes: there is one for each table.
  expect([...new Set(written.map(({ table }) => table))].sort()).toEqual(tables.sort());
});

test("the search finds a write in any form", () => {
  expect(tablesWrittenBy("await db\n  .update(calls)\n  .set({})")).toEqual(["calls"]);
  expect(tablesWrittenBy("db.insert(\n callEvents)")).toEqual(["callEvents"]);
  expect(tablesWrittenBy("sql`delete from rate_limits`")).toEqual(["rateLimits"]);
  expect(tablesWrittenBy(["sql`update ${", "users} set x = 1`"].join(""))).toEqual(["users"]);
  expect(tablesWrittenBy("createHash().update(who); db.select().from(calls)")).toEqual([]);
});
