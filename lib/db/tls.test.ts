import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { generate } from "selfsigned";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openDatabase } from "./client";
import { explainFailure } from "./explain-failure";
import { readPostgresUrl } from "./postgres-options";

/** Debian's folder of server programs, the newest version. */
const binaries = findBinaries();

function findBinaries(): string | undefined {
  const base = "/usr/lib/postgresql";
  if (!existsSync(base)) return undefined;
  const found = readdirSync(base).map((version) => join(base, version, "bin"));
  return found.filter((folder) => existsSync(join(folder, "initdb"))).at(-1);
}

/** The server refuses to run as root. */
function runAs(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

if (!binaries) console.warn("no PostgreSQL programs in /usr/lib/postgresql: the tests of TLS are skipped");

describe.runIf(binaries)("a PostgreSQL server that takes encrypted connections only", () => {
  const folder = mkdtempSync(join(tmpdir(), "browser-phone-tls-"));
  const data = join(folder, "data");
  const ca = join(folder, "ca.crt");
  let port: number;
  let server: ReturnType<typeof spawn>;

  beforeAll(async () => {
    const user = runAs();
    const { uid, gid } = user;
    if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
    chmodSync(folder, 0o755);
    execFileSync(join(binaries ?? "", "initdb"), ["-D", data, "-U", "phone", "-A", "trust", "-N"], {
      ...user,
      cwd: folder,
      stdio: "pipe",
    });
    const pems = await generate([{ name: "commonName", value: "localhost" }], {
      extensions: [
        { name: "basicConstraints", cA: true },
        { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
      ],
    });
    for (const [name, text] of [
      ["server.crt", pems.cert],
      ["server.key", pems.private],
    ] as const) {
      writeFileSync(join(data, name), text, { mode: 0o600 });
      if (uid !== undefined && gid !== undefined) chownSync(join(data, name), uid, gid);
    }
    writeFileSync(ca, pems.cert);
    writeFileSync(join(data, "pg_hba.conf"), "hostssl all phone all trust\nhostnossl all all all reject\n");
    port = await freePort();
    const options = { port, ssl: "on", listen_addresses: "127.0.0.1", unix_socket_directories: folder };
    const settings = Object.entries(options).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    server = spawn(join(binaries ?? "", "postgres"), ["-D", data, ...settings], { ...user, stdio: "ignore" });
    await vi.waitFor(async () => expect(await outcome("sslmode=require")).toBe("connected"), 30_000);
  });
  afterAll(async () => {
    const ended = new Promise((done) => server.once("exit", done));
    server.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  /** Connects with these parameters: "connected", or what a person is told. */
  async function outcome(parameters: string, host = "localhost"): Promise<string> {
    let handle: Awaited<ReturnType<typeof openDatabase>> | undefined;
    try {
      handle = await openDatabase({ url: `postgres://phone@${host}:${port}/postgres?${parameters}` });
      await handle.db.execute(sql`select 1`);
      return "connected";
    } catch (error) {
      return explainFailure(error) ?? String(error);
    } finally {
      await handle?.close();
    }
  }

  test.each([
    "sslmode=require",
    "sslmode=require&channel_binding=require",
    "sslmode=require&pgbouncer=true&connection_limit=1&pool_timeout=0&schema=public",
    "sslmode=prefer",
    "sslmode=allow",
    "sslmode=no-verify",
    "ssl=true",
    "sslmode=require&uselibpqcompat=true",
  ])("is reached with %s, as by every tool of PostgreSQL", async (parameters) => {
    expect(await outcome(parameters)).toBe("connected");
  });

  test("is verified by its own authority, and by name where the address asks for it", async () => {
    for (const mode of ["require", "verify-ca", "verify-full"]) {
      expect(await outcome(`sslmode=${mode}&sslrootcert=${ca}`), mode).toBe("connected");
    }
    expect(await outcome(`sslmode=verify-ca&sslrootcert=${ca}`, "127.0.0.1")).toBe("connected");
    expect(await outcome(`sslmode=verify-full&sslrootcert=${ca}`, "127.0.0.1")).toMatch(
      /another host.*DATABASE_URL/,
    );
    for (const mode of ["verify-ca", "verify-full"]) {
      expect(await outcome(`sslmode=${mode}`), mode).toMatch(/unknown authority.*sslrootcert.*DATABASE_URL/);
    }
    expect(await outcome("sslmode=verify-full&sslrootcert=system")).toContain("unknown authority");
    expect(await outcome("sslmode=verify-full&sslrootcert=/no/such.crt")).toMatch(
      /DATABASE_URL.*sslrootcert/,
    );
  });

  test("tells a person who connects without encryption what to set", async () => {
    for (const parameters of ["", "sslmode=disable"]) {
      expect(await outcome(parameters)).toMatch(/encrypted connections only.*sslmode=require.*DATABASE_URL/);
    }
  });
});

test.each([
  ["postgres://h/d", false],
  ["postgres://h/d?sslmode=disable", false],
  ["postgres://h/d?sslmode=require", { rejectUnauthorized: false }],
  ["postgres://h/d?sslmode=verify-full", {}],
  ["postgres://h/d?sslmode=disable&sslmode=verify-full", {}],
])("the encryption of %s is as libpq has it", (url, ssl) => {
  expect(readPostgresUrl(url).ssl).toEqual(ssl);
});

test("parameters that are not for the driver are left out of the address, and the others kept", () => {
  const { connectionString, enableChannelBinding } = readPostgresUrl(
    "postgres://user:p%40ss@h:6543/d?sslmode=require&channel_binding=require&pgbouncer=true&application_name=phone",
  );
  expect(connectionString).toBe("postgres://user:p%40ss@h:6543/d?application_name=phone");
  expect(enableChannelBinding).toBe(true);
});

test.each([
  [{ code: "ECONNREFUSED" }, "No PostgreSQL server answers"],
  [{ code: "ENOTFOUND" }, "host in DATABASE_URL is not found"],
  [{ code: "28P01" }, "user name or password in DATABASE_URL"],
  [{ code: "3D000" }, "does not exist"],
  [{ message: "Connection terminated unexpectedly" }, "sslmode=require"],
  [{ message: "The server does not support SSL connections" }, "sslmode=disable"],
  [{ message: "timeout exceeded when trying to connect" }, "does not answer in time"],
  [{ code: "CERT_HAS_EXPIRED" }, "expired"],
])("%j is explained", (cause, text) => {
  const error = new Error("outer", { cause: Object.assign(new Error("inner"), cause) });
  expect(explainFailure(error)).toContain(text);
  expect(explainFailure(error, "DATABASE_URL_UNPOOLED")).not.toMatch(/DATABASE_URL(?!_UNPOOLED)/);
});

test("an error that is not about the connection is not explained", () => {
  expect(explainFailure(new Error("something else"))).toBeUndefined();
  expect(explainFailure(Object.assign(new Error("x"), { code: "42P01" }))).toBeUndefined();
});
