import { execFile } from "node:child_process";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { openDatabase } from "@/lib/db/client";
import { testDatabases } from "@/lib/db/testing/databases";
import { testEnvironment } from "@/lib/db/testing/environment";
import { createDatabase } from "@/lib/db/testing/server";

const { VOICE_GATEWAY_URL: _none, ...complete } = {
  ...testEnvironment,
  VERCEL: "1",
  VERCEL_ENV: "production",
};

interface Ended {
  code: number;
  output: string;
}

/** Runs the migrations in a process of its own, as a build on Vercel does. */
function migrate(env: Record<string, string>): Promise<Ended> {
  const args = ["--conditions=react-server", "--import", "tsx", "scripts/migrate.ts", "--before-deployment"];
  const whole = { PATH: process.env.PATH ?? "", ...complete, ...env } as NodeJS.ProcessEnv;
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: whole }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, output: stdout + stderr });
    });
  });
}

/** Runs `work` with a new, empty database on the server. */
async function withDatabase(work: (url: string) => Promise<void>): Promise<void> {
  const { url, drop } = await createDatabase();
  await work(url).finally(drop);
}

async function query(url: string, text: string) {
  const handle = await openDatabase({ url });
  const result = await handle.db.execute(sql.raw(text)).finally(() => handle.close());
  return (result as unknown as { rows: Record<string, unknown>[] }).rows;
}

const tables = (url: string) => query(url, "select tablename from pg_tables where schemaname = 'public'");
const insertPerson = `insert into users (id, username, display_name) values ('u_1', 'ann', 'Ann')`;

const [server] = testDatabases;
describe.runIf(server?.isAvailable)("before a deployment to Vercel", () => {
  test("two builds at the same time both migrate", async () => {
    await withDatabase(async (DATABASE_URL) => {
      const both = await Promise.all([migrate({ DATABASE_URL }), migrate({ DATABASE_URL })]);
      for (const { code, output } of both) {
        expect(output).toContain("The PostgreSQL database is up to date.");
        expect(code).toBe(0);
      }
      expect(await tables(DATABASE_URL)).toContainEqual({ tablename: "calls" });
    });
  });

  test("the first one goes on without a complete configuration, names what is missing, and migrates nothing", async () => {
    await withDatabase(async (DATABASE_URL) => {
      const { code, output } = await migrate({ DATABASE_URL, TWILIO_API_KEY: "", NEXTAUTH_SECRET: "short" });
      expect(output).toContain("TWILIO_API_KEY: missing");
      expect(output).toContain("NEXTAUTH_SECRET: must be at least 32 characters");
      expect(output).not.toMatch(/\n\s+at /);
      expect(code).toBe(0);
      expect(await tables(DATABASE_URL)).toEqual([]);
    });
  });

  test("an incomplete configuration does not take the place of an installation that has people", async () => {
    await withDatabase(async (DATABASE_URL) => {
      expect(await migrate({ DATABASE_URL })).toMatchObject({ code: 0 });
      await query(DATABASE_URL, insertPerson);
      const { code, output } = await migrate({ DATABASE_URL, TWILIO_API_KEY: "" });
      expect(output).toContain("TWILIO_API_KEY: missing");
      expect(output).toContain("Nothing is deployed");
      expect(output).not.toMatch(/\n\s+at /);
      expect(code).toBe(1);
    });
  });

  test("a migration that fails leaves the database as it was, and the build says why", async () => {
    await withDatabase(async (DATABASE_URL) => {
      await query(DATABASE_URL, "create table users (somebody_elses text)");
      const { code, output } = await migrate({ DATABASE_URL });
      expect(output).toContain('relation "users" already exists');
      expect(output).not.toMatch(/\n\s+at /);
      expect(code).toBe(1);
      expect(await tables(DATABASE_URL)).toEqual([{ tablename: "users" }]);
    });
  });
});

test("a database that is out of reach fails the build with one sentence that names the setting", async () => {
  const { code, output } = await migrate({ DATABASE_URL: "postgres://phone:secret@127.0.0.1:9/phone" });
  expect(output.trim()).toBe(
    "No PostgreSQL server answers at the host and port in DATABASE_URL: start it, or correct them.",
  );
  expect(code).toBe(1);
});
