import { DrizzleQueryError } from "drizzle-orm/errors";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { setTestEnvironment } from "@/lib/db/testing/environment";
import { captureConsole, reportRequestError } from "./capture-console";
import { logError, logSecurity, pseudonym, withLoggedRequest } from "./log";
import { describeError, maskDetails, maskText } from "./log-mask";
import { captureLog } from "./testing/log";

beforeAll(setTestEnvironment);
afterEach(() => vi.restoreAllMocks());

test("an event is one line of JSON with its time, level, name and request", () => {
  const log = captureLog();
  withLoggedRequest({ method: "POST", path: "/api/x", address: "192.0.2.1" }, () =>
    logSecurity("sign_in_failed", { account: "a1b2" }),
  );
  expect(log.text().split("\n")).toHaveLength(2);
  expect(log.lines()).toEqual([
    {
      level: "warn",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      event: "sign_in_failed",
      security: true,
      method: "POST",
      path: "/api/x",
      address: "192.0.2.1",
      account: "a1b2",
      message: "",
    },
  ]);
});

test("an error is one line too, with its causes and where it was thrown, and without the query's parameters", () => {
  const log = captureLog();
  const cause = Object.assign(new Error("refused\nby the server"), { code: "ECONNREFUSED" });
  logError("GET /api/x", new DrizzleQueryError("select $1", ["one\ntwo", "hush"], cause));
  expect(log.lines()).toHaveLength(1);
  const [line] = log.lines();
  expect(line).toMatchObject({ level: "error", event: "error", code: "ECONNREFUSED" });
  expect(line?.message).toMatch(/^GET \/api\/x: A query failed, because refused/);
  expect(line?.stack).toContain("log.test.ts");
  expect(log.text()).not.toMatch(/hush|two/);
});

const id = "4f9d6f0e-5f5c-4a54-9c39-0123456789ab";

test.each([
  [`session ${id} is gone`, "session [id] is gone"],
  ["cookie: __Secure-x=abc; y=def", "cookie: [masked]"],
  ["Authorization: Bearer abc", "Authorization: [masked]"],
  ['{"password":"hush hush","a":1}', '{"password":[masked],"a":1}'],
  ["token=abc&x=1", "token=[masked]"],
  ["eyJhbGciOi.eyJzdWIi.c2ln is a token", "[token] is a token"],
  ["eyJhbGciOiJkaXIi..aXY.Y2lwaGVy.dGFn", "[token]"],
  ["postgres://user:hush@db.example/phone", "postgres://[masked]@db.example/phone"],
  ["GET /sign-in?next=/call/bob&code=hush failed", "GET /sign-in?[masked] failed"],
  ["https://x.example/cb?code=hush", "https://x.example/cb?[masked]"],
  ["POST /api/guest/hush-abc_defhush-abc_defhush-abc/token", "POST /api/guest/[link]/token"],
  ["\u001b[31mred\u001b[0m", "red"],
  ["nothing to hide?", "nothing to hide?"],
])("maskText makes %j %j", (text, masked) => {
  // What follows a masked value on the line may be masked with it, but must not show it.
  const result = maskText(text);
  expect(result).not.toMatch(/hush|abc|def|4f9d/);
  expect(result.startsWith(masked.slice(0, masked.indexOf("]") + 1))).toBe(true);
});

test.each([
  "client_secret=hush",
  "accessToken: hush",
  "NEXTAUTH_SECRET=hush",
  "TWILIO_AUTH_TOKEN=hush",
  "refresh_token=hush&x=1",
  "csrfToken=hush",
  "session_token: 'hush'",
  "PGPASSWORD=hush",
  "apiKey: 'hush'",
  '{"body":"{\\"password\\":\\"hush hush\\"}"}',
  'password="a \\"quoted hush\\" word"',
  "access_token%3Dhush",
  "sent Basic aHVzaDpodXNo",
  "Bearer hushhushhush was refused",
  "browser-phone-3000.device=AAAA.hush and more",
  "__Host-browser-phone.csrf=hush|hush",
  "postgres://user:p@ss:hush@db.example/phone",
])("maskText hides what is secret in %j", (text) => {
  expect(maskText(text)).not.toMatch(/hush|aHVz/);
  expect(maskText(text)).toContain("[masked]");
});

test("an error that is its own cause is logged", () => {
  const error = new Error("round and round");
  error.cause = error;
  expect(describeError(error).message).toBe("round and round");
});

test("any text is masked quickly", () => {
  const startedAt = performance.now();
  for (const piece of [
    "/",
    "a.",
    "eyJa.",
    "token",
    'token="',
    'token=\\"',
    "cookie:a; b=",
    "a://",
    "Basic ",
  ]) {
    maskText(piece.repeat(4_000));
  }
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

test("a detail whose name says that it is secret is masked at any depth", () => {
  const secret = "hush";
  const details = {
    password: secret,
    newPassword: secret,
    accessToken: secret,
    headers: { cookie: secret },
    one: { authorization: secret, two: [{ csrfToken: secret }, new Error(`token=${secret}`)] },
    sessionId: secret,
    params: [secret],
    ended_sessions: 3,
    person: "u_1",
  };
  const masked = maskDetails(details);
  expect(JSON.stringify(masked)).not.toContain(secret);
  expect(masked).toMatchObject({ ended_sessions: 3, person: "u_1" });
});

test("what libraries write to the console becomes lines of the log, and an error is logged once", () => {
  const before = { ...console };
  const log = captureLog();
  try {
    captureConsole();
    const error = new Error(`no session ${id}`);
    reportRequestError("GET /history", error);
    console.error("⨯", error);
    console.error("⨯", Object.assign(new Error("of a page, before it is reported"), { digest: "123" }));
    console.error("⨯", new Error("another\nof two lines"));
    console.warn("cookie: hush");
    expect(log.lines().map(({ level, event, message }) => [level, event, message])).toEqual([
      ["error", "error", "GET /history: no session [id]"],
      ["error", "console", "⨯ another\nof two lines"],
      ["warn", "console", "cookie: [masked]"],
    ]);
  } finally {
    Object.assign(console, before);
  }
});

test("a name has one pseudonym, from which it cannot be read", () => {
  expect(pseudonym("alice")).toBe(pseudonym("alice"));
  expect(pseudonym("alice")).not.toBe(pseudonym("bob"));
  expect(pseudonym("alice")).toMatch(/^[0-9a-f]{12}$/);
});
