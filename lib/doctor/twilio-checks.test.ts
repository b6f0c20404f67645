import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findingOf, localVariables, twilioVariables } from "./testing/needs";
import { type FakeTwilio, rightApplication, startServer, startTwilio, stopServers } from "./testing/servers";

const appUrl = twilioVariables.APP_URL ?? "";
let twilio: FakeTwilio;
let variables: Record<string, string>;

beforeEach(async () => {
  twilio = { application: rightApplication(appUrl) };
  variables = { ...twilioVariables, TWILIO_API_URL: await startTwilio(() => twilio) };
});
afterEach(stopServers);

const find = (id: Parameters<typeof findingOf>[0], change: Record<string, string> = {}) =>
  findingOf(id, { variables: { ...variables, ...change } });

const provision = expect.stringContaining("npm run twilio:provision");

test("an account, a key, a clock and a TwiML app that are right", async () => {
  expect(await find("account")).toMatchObject({ status: "ok", detail: "active" });
  expect(await find("api_key")).toMatchObject({ status: "ok" });
  expect(await find("clock")).toMatchObject({ status: "ok" });
  expect(await find("twiml_app")).toMatchObject({ status: "ok", detail: `sends calls to ${appUrl}` });
});

describe("the account", () => {
  test("of another auth token is refused", async () => {
    expect(await find("account", { TWILIO_AUTH_TOKEN: "99".repeat(16) })).toMatchObject({
      status: "failed",
      problem: "account_refused",
      number: 20003,
      fix: provision,
    });
  });

  test.each(["suspended", "closed"])("is %s", async (status) => {
    twilio = { ...twilio, account: { status } };
    expect(await find("account")).toMatchObject({
      status: "failed",
      problem: "account_inactive",
      detail: expect.stringContaining(status),
    });
  });

  test("is a trial account, which the operator is told", async () => {
    twilio = { ...twilio, account: { status: "active", type: "Trial" } };
    expect(await find("account")).toMatchObject({ status: "ok", detail: "active, a trial account" });
  });
});

describe("the API key", () => {
  test("is refused; the TwiML app is then not looked at, and the clock still is", async () => {
    const change = { TWILIO_API_SECRET: "88".repeat(16) };
    expect(await find("api_key", change)).toMatchObject({
      status: "failed",
      problem: "api_key_refused",
      number: 20003,
      fix: provision,
    });
    expect(await find("twiml_app", change)).toMatchObject({
      status: "skipped",
      detail: "Not checked, since this check did not pass: API key.",
    });
    expect(await find("clock", change)).toMatchObject({ status: "ok" });
  });
});

describe("the REST interface", () => {
  test("has too many requests", async () => {
    twilio = { status: 429, code: 20429, headers: { "retry-after": "7" } };
    for (const id of ["account", "api_key"] as const) {
      expect(await find(id)).toMatchObject({
        status: "failed",
        problem: "rest_busy",
        number: 429,
        fix: expect.stringContaining("7 s"),
      });
    }
  });

  test.each([500, 503, 302])("answers %s", async (status) => {
    twilio = { status, headers: { location: "https://elsewhere.invalid" } };
    for (const id of ["account", "api_key"] as const) {
      expect(await find(id)).toMatchObject({ status: "failed", problem: "rest_failing", number: status });
    }
  });

  test("cannot be reached; what depends on it is skipped", async () => {
    const change = { TWILIO_API_URL: twilioVariables.TWILIO_API_URL ?? "" };
    for (const id of ["account", "api_key"] as const) {
      expect(await find(id, change)).toMatchObject({ status: "failed", problem: "rest_unreachable" });
    }
    for (const id of ["clock", "twiml_app"] as const) {
      expect(await find(id, change)).toMatchObject({ status: "skipped" });
    }
  });

  test.each([
    ["XML", 200, "<TwilioResponse><Account/></TwilioResponse>"],
    ["other JSON", 200, '{"status":"active","type":"Full"}'],
    ["another resource", 200, `{"sid":"AC${"0".repeat(32)}","status":"active"}`],
    ["a page that says not found", 404, "<h1>Not found</h1>"],
  ])(
    "is another server, which answers %s; the TwiML app is then not looked at",
    async (_name, status, body) => {
      const TWILIO_API_URL = await startServer((_request, response) => response.writeHead(status).end(body));
      for (const id of ["account", "api_key"] as const) {
        expect(await find(id, { TWILIO_API_URL })).toMatchObject({
          status: "failed",
          problem: "rest_unreachable",
          number: status,
          detail: expect.stringContaining("is not Twilio's REST interface"),
          fix: expect.stringContaining("TWILIO_API_URL"),
        });
      }
      expect(await find("twiml_app", { TWILIO_API_URL })).toMatchObject({ status: "skipped" });
    },
  );

  test("is the local gateway's in local mode, which npm start starts", async () => {
    expect(await findingOf("api_key", { variables: localVariables })).toMatchObject({
      problem: "rest_unreachable",
      detail: expect.stringContaining("local voice gateway"),
      fix: "Start it with `npm start`.",
    });
  });

  test("says nothing in time", async () => {
    const TWILIO_API_URL = await startServer(() => {});
    const found = await findingOf("api_key", { variables: { ...variables, TWILIO_API_URL }, limitMs: 1_000 });
    expect(found).toMatchObject({ status: "failed", problem: "rest_unreachable" });
  });
});

describe("this machine's clock", () => {
  const off = async (seconds: number) => {
    twilio = { ...twilio, headers: { date: new Date(Date.now() + seconds * 1_000).toUTCString() } };
    return find("clock");
  };

  test("agrees, to the second that the header is cut to", async () => {
    expect(await off(3)).toMatchObject({ status: "ok" });
    expect(await off(-3)).toMatchObject({ status: "ok" });
  });

  test("is somewhat off, or so far that tokens are refused", async () => {
    expect(await off(30)).toMatchObject({ status: "warning", problem: "clock_off" });
    expect(await off(600)).toMatchObject({
      status: "failed",
      problem: "clock_off",
      detail: expect.stringMatching(/(599|600|601) s behind Twilio's/),
    });
    expect(await off(-600)).toMatchObject({
      status: "failed",
      detail: expect.stringMatching(/(59\d|600) s ahead of Twilio's/),
    });
  });

  test("is not judged by an answer without a date", async () => {
    twilio = { ...twilio, headers: { date: "soon" } };
    expect(await find("clock")).toMatchObject({ status: "skipped" });
  });
});

describe("the TwiML app", () => {
  const changed = async (change: Record<string, unknown>) => {
    twilio = { application: { ...rightApplication(appUrl), ...change } };
    return find("twiml_app");
  };

  test("does not exist", async () => {
    twilio = {};
    expect(await find("api_key")).toMatchObject({ status: "ok" });
    expect(await find("twiml_app")).toMatchObject({ problem: "twiml_app_missing", fix: provision });
  });

  test.each([
    { voice_url: "https://old.example.com/api/voice/call" },
    { voice_url: `${appUrl}/api/voice/call/` },
    { voice_url: `${appUrl}/api/voice/status` },
    { voice_url: "" },
    { voice_url: null },
    { voice_method: "GET" },
  ])("has another voice URL: %j", async (change) => {
    expect(await changed(change)).toMatchObject({
      status: "failed",
      problem: "twiml_app_voice_url",
      fix: provision,
    });
  });

  test.each([
    { status_callback: "" },
    { status_callback: `${appUrl}/api/voice/call` },
    { status_callback_method: "GET" },
  ])("has another status callback: %j", async (change) => {
    expect(await changed(change)).toMatchObject({ problem: "twiml_app_status_url", fix: provision });
  });

  test("may have any spelling of APP_URL for which webhooks take a signature", async () => {
    const host = new URL(appUrl).host;
    const spelt = { ...variables, APP_URL: `HTTP://${host}/` };
    const named = (site: string) => {
      twilio = { application: rightApplication(site) };
      return findingOf("twiml_app", { variables: spelt });
    };
    expect(await named(`HTTP://${host}`)).toMatchObject({ status: "ok" });
    expect(await named(appUrl)).toMatchObject({ status: "ok" });
    expect(await named(`https://${host}`)).toMatchObject({ problem: "twiml_app_voice_url" });
  });

  test("of which no method is shown but GET and POST", async () => {
    expect((await changed({ voice_method: "GET" })).detail).toContain(`is GET ${appUrl}`);
    const { detail } = await changed({ voice_method: "\u001b[31mPOST" });
    expect(detail).toContain(`is (unknown method) ${appUrl}/api/voice/call, not POST`);
  });

  test("of which only address and path are shown", async () => {
    const { detail } = await changed({ voice_url: "https://ann:pa55word@old.example.com/call?key=pa55word" });
    expect(detail).toContain("https://old.example.com/call");
    expect(detail).not.toContain("pa55word");
  });
});
