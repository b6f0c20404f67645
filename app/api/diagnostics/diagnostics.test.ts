import { count } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { setupCheckIds, setupResponseSchema } from "@/lib/contracts";
import { calls, users } from "@/lib/db/schema";
import { testEnvironment } from "@/lib/db/testing/environment";
import { forgetSetup } from "@/lib/doctor/for-people";
import {
  type FakeTwilio,
  rightApplication,
  startServer,
  startTwilio,
  stopServers,
} from "@/lib/doctor/testing/servers";
import * as configuration from "@/lib/env";
import { captureLog } from "@/lib/server/testing/log";
import { startApp } from "../_testing/app";
import { newPerson } from "../_testing/people";
import { diagnostics, voiceCall } from "../_testing/routes";
import { type ServedRoute, serveRoute } from "../_testing/serve";

const app = startApp();
let served: ServedRoute;
let twilio: FakeTwilio;
let questions = 0;
let person = 0;

beforeEach(async () => {
  forgetSetup();
  served = await serveRoute(voiceCall.POST);
  twilio = { application: rightApplication(served.origin) };
  questions = 0;
  configure({
    APP_URL: served.origin,
    TWILIO_API_URL: await startTwilio(() => {
      questions += 1;
      return twilio;
    }),
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await served.close();
  await stopServers();
});

/** Makes that the configuration of the process. */
function configure(change: Record<string, string>): void {
  const env = configuration.parseEnv({
    ...testEnvironment,
    VOICE_GATEWAY_URL: "",
    NEXTAUTH_URL: "",
    ...change,
  });
  vi.spyOn(configuration, "env").mockReturnValue(env);
}

async function ask() {
  person += 1;
  const { browser } = await newPerson(`asker_${person}`);
  const response = await browser.send(diagnostics.GET, "/api/diagnostics");
  expect(response.status).toBe(200);
  const text = await response.text();
  const body = setupResponseSchema.parse(JSON.parse(text));
  const of = (id: (typeof setupCheckIds)[number]) => body.checks.find((one) => one.id === id);
  return { text, body, of };
}

describe("the signed request to our own webhook", () => {
  test("is answered by the real route with TwiML and a forged one refused, with no row and no person", async () => {
    const rows = async () =>
      Promise.all(
        [calls, users].map(async (table) => (await app.db.select({ n: count() }).from(table))[0]?.n),
      );
    await newPerson("bystander");
    const [callsBefore, usersBefore = 0] = await rows();
    const log = captureLog();
    const { of } = await ask();
    expect(of("webhook")).toEqual({ id: "webhook", status: "ok", problem: null, number: null });
    expect(of("twiml_app")).toMatchObject({ status: "ok" });
    // Only the person who asked is new.
    expect(await rows()).toEqual([callsBefore, usersBefore + 1]);
    // The log has the refusal of the forged one, and nothing else of note.
    expect(log.lines().filter(({ level }) => level === "error")).toEqual([]);
    expect(log.text().match(/bad_signature/g)).toHaveLength(1);
  });

  test("is refused if the address is spelt in another way than the app's", async () => {
    const { port } = new URL(served.origin);
    configure({ APP_URL: served.origin, TWILIO_API_URL: "http://127.0.0.1:2" });
    const app = configuration.env();
    // The app that runs there believes to be elsewhere: it checks signatures for another address.
    const elsewhere = { ...app, signedUrls: [`http://localhost:${port}`] };
    vi.spyOn(configuration, "env").mockReturnValue(elsewhere);
    expect((await ask()).of("webhook")).toMatchObject({
      status: "failed",
      problem: "webhook_refused",
      number: 403,
    });
  });
});

test("everything that a check finds is told by a code and a number, with no secret, SID, address or host", async () => {
  twilio = { application: rightApplication("https://old.example.com") };
  const { text, body, of } = await ask();
  expect(body.checks.map(({ id }) => id)).toEqual(setupCheckIds);
  expect(body).toMatchObject({ ok: false, mode: "twilio" });
  expect(of("twiml_app")).toMatchObject({ status: "failed", problem: "twiml_app_voice_url", number: null });
  const { TWILIO_API_URL } = configuration.env();
  const hidden = [
    testEnvironment.NEXTAUTH_SECRET,
    "127.0.0.1",
    "example.com",
    new URL(TWILIO_API_URL).port,
    "npm run",
  ];
  for (const [name, value] of Object.entries(testEnvironment))
    if (name.startsWith("TWILIO_")) hidden.push(value);
  for (const one of hidden) expect(text).not.toContain(one);
});

test("the checks run once for everybody who asks at the same time, and not again for a minute", async () => {
  const answers = await Promise.all([ask(), ask(), ask()]);
  // The account, and the TwiML app.
  expect(questions).toBe(2);
  expect(new Set(answers.map(({ body }) => body.checkedAt)).size).toBe(1);
  expect((await ask()).body.checkedAt).toBe(answers[0]?.body.checkedAt);
  expect(questions).toBe(2);

  const now = Date.now();
  const clock = vi.spyOn(Date, "now").mockReturnValue(now + 61_000);
  await ask();
  expect(questions).toBe(4);
  // A clock that was set back keeps no result for hours.
  clock.mockReturnValue(now - 3_600_000);
  await ask();
  expect(questions).toBe(6);
});

test("a part of the outside that never answers fails its own checks, and the rest is told", async () => {
  configure({ APP_URL: served.origin, TWILIO_API_URL: await startServer(() => {}) });
  const { of } = await ask();
  expect(of("account")).toMatchObject({ status: "failed", problem: "rest_unreachable" });
  expect(of("api_key")).toMatchObject({ status: "failed", problem: "rest_unreachable" });
  expect(of("database")).toMatchObject({ status: "ok" });
  expect(of("webhook")).toMatchObject({ status: "ok" });
});
