import { type ChildProcess, fork, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { freePort } from "../../../e2e/support/stack";
import { testEnvironment } from "../../../lib/db/testing/environment";
import { createDatabase } from "../../../lib/db/testing/server";
import type { BenchPerson } from "./bare";
import { type BenchRequest, type Load, measureLoad } from "./load";

/** The requests that a call and an open tab make. */
export const benchedRoutes = ["call", "status", "token", "beat"] as const;
export type BenchedRoute = (typeof benchedRoutes)[number];

/** What each route costs in the app, and in a bare server that does the same work. */
export type ServerFigures = Record<BenchedRoute, { readonly bare: Load; readonly ours: Load }>;

const root = fileURLToPath(new URL("../../..", import.meta.url));
const appUrl = "http://localhost:3000";
const atOnce = 8;

/**
 * Measures what Next adds to the work of a route: the production build beside a bare node:http server that runs the same
 * services, both on the PostgreSQL server of this machine. `requests`: of each route, on each server. They alternate in
 * rounds, so that both have the same machine. Needs a build, and Linux.
 */
export async function benchServer({ requests = 800, rounds = 4 } = {}): Promise<ServerFigures> {
  const { url, drop } = await createDatabase();
  const started: ChildProcess[] = [];
  try {
    const environment = {
      ...process.env,
      ...testEnvironment,
      NODE_ENV: "production",
      DATABASE_URL: url,
      APP_URL: appUrl,
      NEXTAUTH_URL: appUrl,
      CALLS_AT_ONCE: "1000000",
      CALLS_PER_HOUR: "1000000",
      CALLS_PER_DAY: "1000000",
      CALLS_AT_ONCE_PER_PERSON: "1000000",
      CALLS_PER_HOUR_PER_PERSON: "1000000",
      CALLS_PER_DAY_PER_PERSON: "1000000",
    } as unknown as NodeJS.ProcessEnv;
    const bare = await startBare(environment, Math.ceil(requests / 8) + 8, started);
    const ours = await startApp(environment, started);
    const half = Math.floor(bare.people.length / 2);
    const sides = {
      bare: { ...bare, atOnce, people: bare.people.slice(0, half) },
      ours: { ...ours, atOnce, people: bare.people.slice(half) },
    };
    const figures = {} as Record<BenchedRoute, { bare: Load; ours: Load }>;
    const calls = { bare: [] as Call[], ours: [] as Call[] };
    for (const route of benchedRoutes) {
      const loads = { bare: [] as Load[], ours: [] as Load[] };
      for (let round = 0; round <= rounds; round += 1) {
        for (const side of ["bare", "ours"] as const) {
          const count = Math.ceil(requests / rounds);
          const made = makeRequests(route, count, sides[side].people, calls[side]);
          const load = await measureLoad(made, sides[side]);
          // The first round warms the server up.
          if (round > 0) loads[side].push(load);
        }
      }
      figures[route] = { bare: middle(loads.bare), ours: middle(loads.ours) };
    }
    return figures;
  } finally {
    for (const child of started) await end(child);
    await drop();
  }
}

interface Call {
  readonly callSid: string;
  readonly to: string;
}

const newSid = () => `CA${randomBytes(16).toString("hex")}`;

function makeRequests(
  route: BenchedRoute,
  count: number,
  people: readonly BenchPerson[],
  calls: Call[],
): BenchRequest[] {
  const make = (index: number): BenchRequest => {
    const one = people[index % people.length];
    const other = people[(index + 1) % people.length];
    if (!one || !other) throw new Error("there are no people");
    switch (route) {
      case "call": {
        const callSid = newSid();
        calls.push({ callSid, to: other.identity });
        return signed("/api/voice/call", {
          CallSid: callSid,
          From: `client:${one.identity}`,
          To: other.username,
          ref: crypto.randomUUID(),
          anonymous: "0",
        });
      }
      case "status": {
        const call = calls[index % calls.length];
        if (!call) throw new Error("there is no call");
        return signed("/api/voice/status", {
          CallSid: newSid(),
          ParentCallSid: call.callSid,
          CallStatus: "ringing",
          To: `client:${call.to}`,
          SequenceNumber: "1",
        });
      }
      case "token":
        return { path: "/api/voice/token", headers: { cookie: one.cookie }, body: "" };
      case "beat":
        return {
          path: "/api/presence",
          headers: { cookie: one.cookie, "content-type": "application/json" },
          body: JSON.stringify({ tab: one.tab, phone: "ready", hidden: true, ref: null, n: index + 1 }),
        };
    }
  };
  return Array.from({ length: count }, (_, index) => make(index));
}

function signed(path: string, form: Record<string, string>): BenchRequest {
  const signature = getExpectedTwilioSignature(testEnvironment.TWILIO_AUTH_TOKEN, `${appUrl}${path}`, form);
  return {
    path,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": signature,
    },
    body: new URLSearchParams(form).toString(),
  };
}

async function startBare(env: NodeJS.ProcessEnv, people: number, started: ChildProcess[]) {
  const port = await freePort();
  const child = fork(fileURLToPath(new URL("bare.ts", import.meta.url)), [String(people), String(port)], {
    cwd: root,
    env,
    execArgv: ["--conditions", "react-server", "--import", "tsx"],
  });
  started.push(child);
  const [made] = (await once(child, "message")) as [BenchPerson[]];
  return { port, pid: child.pid ?? 0, people: made };
}

async function startApp(env: NodeJS.ProcessEnv, started: ChildProcess[]) {
  const port = await freePort();
  const next = "node_modules/next/dist/bin/next";
  const child = spawn(process.execPath, [next, "start", "-p", String(port), "-H", "127.0.0.1"], {
    cwd: root,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  started.push(child);
  const deadline = Date.now() + 60_000;
  while (
    !(await fetch(`http://127.0.0.1:${port}/api/health`).then(
      () => true,
      () => false,
    ))
  ) {
    if (Date.now() > deadline) throw new Error("the app does not answer; is it built?");
    await new Promise((done) => setTimeout(done, 100));
  }
  return { port, pid: child.pid ?? 0 };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

/** The middle one of several measurements, figure by figure. */
function middle(loads: readonly Load[]): Load {
  const of = (pick: (load: Load) => number) => {
    const sorted = loads.map(pick).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  return {
    cpuMsEach: of((load) => load.cpuMsEach),
    perSecond: of((load) => load.perSecond),
    p50Ms: of((load) => load.p50Ms),
    p99Ms: of((load) => load.p99Ms),
  };
}
