import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../../e2e/support/stack";
import { sizeOf } from "../standalone";
import { finish, freeze, healthy, start, writableFolder } from "../testing/programs";
import { type ReplayedImage, replayDockerfile } from "../testing/replay";
import { twilioSettings } from "../testing/settings";

// The short form takes this project's packages and build. The long one (SOAK=1) installs and builds as the image does.
const reuse = process.env.SOAK !== "1";

const root = mkdtempSync(join(tmpdir(), "browser-phone-image-"));
let image: ReplayedImage;
let env: Record<string, string>;

beforeAll(async () => {
  chmodSync(root, 0o755);
  image = await replayDockerfile(join(root, "steps"), { reuse });
  freeze(image.workdir);
  env = {
    ...twilioSettings,
    ...image.env,
    APP_URL: "https://phone.example.com",
    PORT: String(await freePort()),
    TRUSTED_PROXIES: "1",
    DATA_DIR: writableFolder(join(root, "data")),
  };
  const migrated = await finish(image.workdir, ["node", "migrate.mjs"], env);
  expect(migrated).toEqual({ code: 0, output: "The embedded database is up to date.\n" });
}, 1_200_000);

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) =>
    join(entry.parentPath, entry.name),
  );

test("the image has no secret, no sources, no tests, no gateway and no tools, and is small", () => {
  const files = filesOf(image.workdir).map((file) => file.slice(image.workdir.length + 1));
  expect(files.filter((file) => /(^|\/)\.(env|data)|^lib\/gateway/.test(file))).toEqual([]);
  const own = files.filter((file) => !file.startsWith("node_modules/"));
  expect(own.filter((file) => /\.tsx?$|\.test\.|\.map$|(^|\/)_?testing(\/|$)/.test(file))).toEqual([]);
  const packages = readdirSync(join(image.workdir, "node_modules"));
  for (const name of ["next", "react", "pg", "@electric-sql"]) expect(packages).toContain(name);
  for (const name of ["tsx", "esbuild", "typescript", "vitest", "werift", "playwright", "sharp", "@img"]) {
    expect(packages).not.toContain(name);
  }
  const megabytes = sizeOf(image.workdir) / 1_000_000;
  console.warn(`the folder of the image: ${megabytes.toFixed(1)} MB`);
  expect(megabytes).toBeLessThan(80);
});

test("the server runs as another user where it may only read, behind our guard, and ends on SIGTERM", async () => {
  const before = filesOf(image.workdir);
  expect((await finish(image.workdir, image.healthcheck, env)).code).toBe(1);
  const server = start(image.workdir, image.command, env);
  await healthy(server, env);
  expect((await finish(image.workdir, image.healthcheck, env)).output).toContain('"status":"ok"');

  const origin = `http://127.0.0.1:${env.PORT}`;
  const page = await fetch(`${origin}/sign-in`);
  expect(page.status).toBe(200);
  expect(page.headers.get("strict-transport-security")).toContain("max-age=");
  const [script = ""] = /\/_next\/static\/[^"]+\.js/.exec(await page.text()) ?? [];
  expect((await fetch(origin + script)).headers.get("content-type")).toContain("javascript");
  expect((await fetch(`${origin}/sw.js`)).status).toBe(200);
  // Next's own server would answer these otherwise.
  expect((await fetch(`${origin}/`, { method: "PROPFIND" })).status).toBe(501);
  expect((await fetch(`${origin}/api/people`, { method: "POST", body: "a".repeat(65_537) })).status).toBe(
    413,
  );

  // A connection that stays open does not keep it from ending.
  await new Promise((resolve) =>
    get(origin, { headers: { connection: "keep-alive" } }, (answer) => resolve(answer.resume())),
  );
  expect((await server.stop()).code).toBe(0);
  expect(server.output()).not.toMatch(/EACCES|EROFS|"level":"(warn|error)"|Error/);
  expect(filesOf(image.workdir)).toEqual(before);
});

test("the programs of the image back up, restore, operate and check, and say what is wrong", async () => {
  const run = (words: string, change: Record<string, string> = {}) =>
    finish(image.workdir, ["node", ...words.split(" ")], { ...env, ...change });
  const file = join(writableFolder(join(root, "backups")), "a.backup");
  expect(await run(`backup.mjs ${file}`)).toEqual({
    code: 0,
    output: `Backed up 0 people and 0 calls to ${file}.\n`,
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await run(`backup.mjs ${file}`)).toEqual({
    code: 1,
    output: `${file} exists: choose another name, or remove it first.\n`,
  });
  expect(await run("admin.mjs sign-up closed")).toMatchObject({ code: 0 });
  expect((await run(`restore.mjs ${file}`)).output).toContain("add --replace");
  expect((await run("admin.mjs status")).output).toContain("Sign-up: closed (set by hand).");
  expect(await run(`restore.mjs ${file} --replace`)).toMatchObject({ code: 0 });
  expect((await run("admin.mjs status")).output).toContain("Sign-up: open (as configured).");
  const { checks } = JSON.parse((await run("doctor.mjs --json")).output);
  const found = checks.filter(({ id }: { id: string }) =>
    ["environment", "database", "migrations"].includes(id),
  );
  expect(found.map(({ status }: { status: string }) => status)).toEqual(["ok", "ok", "ok"]);
  // A fresh database needs no --replace, and no migration before.
  const DATA_DIR = writableFolder(join(root, "another"));
  expect((await run(`restore.mjs ${file}`, { DATA_DIR })).output).toMatch(
    /^Restored 0 people and 0 calls as they were at 2/,
  );
  for (const words of ["backup.mjs", "backup.mjs a b", "restore.mjs", "restore.mjs a --force"]) {
    expect(await run(words)).toMatchObject({ code: 2, output: expect.stringContaining("npm run ") });
  }
  const missing = await run("migrate.mjs", { TWILIO_API_SECRET: "", NEXTAUTH_SECRET: "" });
  expect(missing.code).toBe(1);
  expect(missing.output).toMatch(/TWILIO_API_SECRET: missing.*NEXTAUTH_SECRET: missing/s);
  const away = await run(`backup.mjs ${file}.2`, { DATABASE_URL: "postgres://phone:hush@127.0.0.1:1/phone" });
  expect(away).toEqual({
    code: 1,
    output: "No PostgreSQL server answers at the host and port in DATABASE_URL: start it, or correct them.\n",
  });
  expect(existsSync(`${file}.2`)).toBe(false);
  const held = start(image.workdir, ["node", "serve.mjs"], env);
  await healthy(held, env);
  expect((await run(`backup.mjs ${file}.3`)).output).toContain("in use by another process");
  await held.stop();
});

test("a path is meant as it was typed, from the folder where it was typed", async () => {
  const folder = writableFolder(join(root, "typed"));
  writeFileSync(join(folder, "here.txt"), "");
  chmodSync(folder, 0o777);
  const program = join(image.workdir, "backup.mjs");
  expect(await finish(folder, ["node", program, "here.backup"], env)).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder, "here.backup")).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
});
