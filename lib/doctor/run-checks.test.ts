import { afterEach, expect, test } from "vitest";
import { setupCheckIds } from "@/lib/contracts";
import { testEnvironment } from "@/lib/db/testing/environment";
import { runChecks } from "./run-checks";
import { localVariables, testNeeds, twilioVariables } from "./testing/needs";
import { rightApplication, startServer, startTwilio, stopServers } from "./testing/servers";

afterEach(stopServers);

const statusOf = async (needs: Parameters<typeof runChecks>[0]) =>
  Object.fromEntries((await runChecks(needs)).checks.map(({ id, status }) => [id, status]));

test("every check of the contract is made once, in its order", async () => {
  const { checks, mode } = await runChecks(testNeeds());
  expect(checks.map(({ id }) => id)).toEqual(setupCheckIds);
  expect(mode).toBe("local");
});

test("without a whole configuration the machine is looked at, and the rest is skipped", async () => {
  const variables = { ...twilioVariables, TWILIO_API_KEY: "" };
  const status = await statusOf(testNeeds({ variables }));
  const { node, memory, disk, environment, ...rest } = status;
  expect([node, memory, disk, environment]).toEqual(["ok", "ok", "ok", "failed"]);
  expect(new Set(Object.values(rest))).toEqual(new Set(["skipped"]));
});

test("a check that throws or hangs has failed, and the others go on", async () => {
  const throwing = { availableMemory: () => JSON.parse("pa55word") as number };
  const hanging = { freeDisk: () => new Promise<number>(() => {}) };
  const report = await runChecks(testNeeds({ machine: { ...throwing, ...hanging }, limitMs: 500 }));
  const of = (id: string) => report.checks.find((one) => one.id === id);
  expect(of("memory")).toMatchObject({ status: "failed", problem: "unknown" });
  expect(of("disk")).toMatchObject({ status: "failed", problem: "timed_out" });
  expect(of("node")).toMatchObject({ status: "ok" });
  expect(of("environment")).toMatchObject({ status: "ok" });
  expect(report.ok).toBe(false);
  expect(JSON.stringify(report)).not.toContain("pa55word");
});

test("warnings are no failure, and nothing else is ok", async () => {
  const low = { availableMemory: () => 1 };
  const { ok, checks } = await runChecks(testNeeds({ machine: low }));
  expect(checks.find(({ id }) => id === "memory")?.status).toBe("warning");
  expect(ok).toBe(checks.every(({ status }) => status !== "failed"));
  expect(ok).toBe(false);
});

test("one request for the TwiML app serves every check that needs it", async () => {
  const asked: string[] = [];
  const TWILIO_API_URL = await startServer((request, response) => {
    asked.push(String(request.url));
    response.writeHead(404, { "content-type": "application/json" }).end('{"code":20404}');
  });
  await runChecks(testNeeds({ variables: { ...twilioVariables, TWILIO_API_URL } }));
  expect(asked.filter((path) => path.includes("/Applications/"))).toHaveLength(1);
  expect(asked).toHaveLength(2);
});

test("every failure has a fix, and no secret is in any sentence, whatever fails", async () => {
  const secrets = [
    testEnvironment.TWILIO_AUTH_TOKEN,
    testEnvironment.TWILIO_API_SECRET,
    testEnvironment.NEXTAUTH_SECRET,
    testEnvironment.TWILIO_API_KEY,
    testEnvironment.TWILIO_ACCOUNT_SID,
    testEnvironment.TWILIO_TWIML_APP_SID,
    "pa55word",
  ];
  // A server that repeats whatever it was sent, in every place that a check might quote.
  const echo = await startServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const all = JSON.stringify({
      code: 20003,
      message: body,
      ...request.headers,
      voice_url: `https://x.example/${body}`,
    });
    response.writeHead(401, { "content-type": "application/json", location: `/?${body}` }).end(all);
  });
  const twilio = await startTwilio(() => ({
    application: rightApplication("https://ann:pa55word@old.example"),
  }));
  const databaseUrl = "postgres://ann:pa55word@127.0.0.1:2/x";
  const ways = [
    localVariables,
    { ...twilioVariables, DATABASE_URL: databaseUrl },
    { ...twilioVariables, TWILIO_API_URL: echo, APP_URL: echo, DATABASE_URL: databaseUrl },
    { ...twilioVariables, TWILIO_API_URL: twilio, APP_URL: twilio },
    { ...twilioVariables, TWILIO_ACCOUNT_SID: "pa55word", APP_URL: "https://ann:pa55word@x.example" },
    { ...twilioVariables, DATABASE_URL: "mysql://ann:pa55word@x" },
  ];
  const database = () => Promise.reject(new Error(`connect ${databaseUrl}`));
  for (const variables of ways) {
    const { checks } = await runChecks(testNeeds({ variables, database }));
    const failures = checks.filter((one) => "fix" in one);
    expect(failures.length).toBeGreaterThan(0);
    for (const one of failures) expect("fix" in one && one.fix).toMatch(/^[A-Z].*\.$/);
    const text = JSON.stringify(checks);
    for (const secret of secrets) expect(text).not.toContain(secret);
  }
});
