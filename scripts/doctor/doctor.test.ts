import { execFile } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testEnvironment } from "@/lib/db/testing/environment";
import { type DoctorReport, runChecks } from "@/lib/doctor/run-checks";
import { goodMachine, localVariables, testNeeds } from "@/lib/doctor/testing/needs";
import { jsonText, tableText } from "./print";

/** No file of this checkout decides: a variable that is set, though empty, is not read from one. */
const nothing = Object.fromEntries(
  [
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_API_KEY",
    "TWILIO_API_SECRET",
    "TWILIO_TWIML_APP_SID",
    "VOICE_GATEWAY_URL",
    "TWILIO_API_URL",
    "APP_URL",
    "DATABASE_URL",
    "DATABASE_URL_UNPOOLED",
    "NEXTAUTH_SECRET",
    "NEXTAUTH_URL",
  ].map((name) => [name, ""]),
);

/** Runs the command as its npm script does. */
function doctor(options: readonly string[], env: Record<string, string>) {
  const args = ["--conditions=react-server", "--import", "tsx", "scripts/doctor/main.ts", ...options];
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      args,
      { env: { ...process.env, ...nothing, ...env } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

const folder = () => join(mkdtempSync(join(tmpdir(), "browser-phone-doctor-")), "data");

// Each runs programs of their own, which take long to begin on a busy machine.
describe("the command", { timeout: 180_000 }, () => {
  test("refuses an option that it does not know with status 2, and explains itself with 0", async () => {
    const wrong = await doctor(["--jsn"], {});
    expect(wrong).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("There is no option --jsn."),
    });
    expect(await doctor(["--help"], {})).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("--json"),
    });
  });

  test("says what to do where the app was never started, and makes nothing", async () => {
    const DATA_DIR = folder();
    const { code, stdout } = await doctor(["--json"], { DATA_DIR });
    expect(code).toBe(1);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ ok: false, mode: null });
    const environment = report.checks.find(({ id }: { id: string }) => id === "environment");
    expect(environment).toEqual({
      id: "environment",
      title: "Configuration",
      status: "failed",
      detail: expect.stringContaining("has not been started"),
      fix: expect.stringContaining("npm start"),
    });
    expect(existsSync(DATA_DIR)).toBe(false);
  });

  test("names what is missing in a half-set configuration, and no value", async () => {
    const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, NEXTAUTH_SECRET } = testEnvironment;
    const env = { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, NEXTAUTH_SECRET, DATA_DIR: folder() };
    const { code, stdout, stderr } = await doctor([], env);
    expect(code).toBe(1);
    for (const name of ["TWILIO_API_KEY", "TWILIO_API_SECRET", "TWILIO_TWIML_APP_SID"])
      expect(stdout).toContain(name);
    expect(stdout).toContain("npm run twilio:provision");
    for (const secret of [TWILIO_AUTH_TOKEN, TWILIO_ACCOUNT_SID, NEXTAUTH_SECRET]) {
      expect(stdout + stderr).not.toContain(secret);
    }
  });

  test("names a setting of the start script that is wrong", async () => {
    const { code, stdout } = await doctor(["--json"], { DATA_DIR: folder(), PORT: "many" });
    expect(code).toBe(1);
    expect(stdout).toContain("PORT must be a whole number");
  });

  test("goes on where nothing runs: it says what to start", async () => {
    const { VOICE_GATEWAY_URL: _, ...values } = testEnvironment;
    const env = {
      ...values,
      APP_URL: localVariables.APP_URL ?? "",
      TWILIO_API_URL: localVariables.APP_URL ?? "",
      DATABASE_URL: "postgres://ann:pa55word@127.0.0.1:2/x",
      DATA_DIR: folder(),
    };
    const { code, stdout, stderr } = await doctor([], env);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ Database .*\n.*→ No PostgreSQL server answers/);
    expect(stdout).not.toContain("pa55word");
    // No colours and no marks of a terminal where there is none, and no stack of an error.
    expect(stdout + stderr).not.toContain("\u001b");
    expect(stdout + stderr).not.toMatch(/\n\s+at /);
  });
});

describe("the table", () => {
  const report = (change: Parameters<typeof testNeeds>[0] = {}): Promise<DoctorReport> =>
    runChecks(testNeeds({ machine: goodMachine, ...change }));

  test("is aligned, and no longer than the terminal is wide", async () => {
    const text = tableText(await report(), { colour: false, width: 80 });
    const lines = text.split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    const heads = lines.filter((line) => /^ {2}[✓!✗–] /.test(line));
    expect(heads).toHaveLength(14);
    const columns = heads.map((line) => line.slice(4).search(/(?<= {2})\S/));
    expect(new Set(columns).size).toBe(1);
    expect(text).toContain("checks failed. Mend the first one first: later ones may follow from it.");
  });

  test("has colours where it is asked for them, which change nothing else", async () => {
    const one = await report();
    const plain = tableText(one, { colour: false, width: 80 });
    const coloured = tableText(one, { colour: true, width: 80 });
    expect(coloured).not.toBe(plain);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how a terminal is told a colour
    expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).toBe(plain);
  });

  test("and the JSON have no control character of another server's text", () => {
    const remote = "one\u001b]0;title\u0007\r\ntwo\u009b2Jthree\u202efour";
    const wrong = { problem: "unknown", detail: remote, fix: remote, number: null } as const;
    const one: DoctorReport = {
      ok: false,
      mode: null,
      checks: [{ id: "account", status: "failed", ...wrong }],
    };
    for (const text of [tableText(one, { colour: false, width: 80 }), jsonText(one)]) {
      expect(text).toContain("one ]0;title two 2Jthree four");
      expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e]/u);
    }
  });

  test("and the JSON say the same, and a fix only where there is something to mend", async () => {
    const one = await report();
    const { checks } = JSON.parse(jsonText(one));
    expect(checks).toHaveLength(14);
    for (const { status, fix } of checks) expect(fix === null).toBe(status === "ok" || status === "skipped");
  });
});
