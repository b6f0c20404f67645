import { once } from "node:events";
import { connect } from "node:net";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CONFIG } from "./testing/account";
import { accountPath, byKey, byToken, RestRig } from "./testing/rest-rig";
import { soak } from "./testing/soak";

let rig: RestRig;

beforeEach(async () => {
  rig = await RestRig.open();
});
afterEach(async () => {
  const problems = rig.tap.problems();
  await rig.close();
  expect(problems).toEqual([]);
});

const application = `/Applications/${CONFIG.applicationSid}.json`;

describe("401, 20003", () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

  test.each([
    ["no header", ""],
    ["no credentials", "Basic"],
    ["another scheme", `Bearer ${CONFIG.authToken}`],
    ["no Base64", "Basic %%%"],
    ["no colon", basic(CONFIG.accountSid)],
    ["a wrong auth token", basic(`${CONFIG.accountSid}:wrong`)],
    ["an auth token with more behind it", basic(`${byToken} `)],
    ["an empty name", basic(`:${CONFIG.authToken}`)],
    ["an unknown key", basic(`SK${"0".repeat(32)}:${CONFIG.apiSecret}`)],
    ["the auth token as the secret of the key", basic(`${CONFIG.apiKey}:${CONFIG.authToken}`)],
    ["a name of an object's own", basic("__proto__:x")],
  ])("%s", async (_name, authorization) => {
    const { status, headers, body } = await rig.ask("/Applications.json", { headers: { authorization } });
    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toBe('Basic realm="Twilio API"');
    expect(body).toEqual({
      code: 20003,
      message: "Authenticate",
      more_info: "https://www.twilio.com/docs/errors/20003",
      status: 401,
    });
  });

  test("the resources of another account", async () => {
    const path = `/2010-04-01/Accounts/AC${"0".repeat(32)}/Applications.json`;
    for (const credentials of [byToken, byKey]) {
      expect(await rig.ask(path, { credentials })).toMatchObject({ status: 401, body: { code: 20003 } });
    }
  });

  test("nothing is changed without credentials", async () => {
    await rig.ask("/Applications.json", { form: { FriendlyName: "x" }, credentials: "" });
    await rig.ask(application, { method: "DELETE", credentials: "" });
    expect((await rig.ask("/Applications.json")).body.applications).toMatchObject([
      { sid: CONFIG.applicationSid },
    ]);
  });
});

describe("an account that is not active", () => {
  test.each(["suspended", "closed"])("is refused when it is %s", async (status) => {
    await rig.control("account", { status });
    for (const credentials of [byToken, byKey]) {
      expect(await rig.ask("/Applications.json", { credentials })).toMatchObject({
        status: 401,
        body: { code: 20003 },
      });
    }
    await rig.control("account", { status: "active" });
    expect((await rig.ask("/Applications.json")).status).toBe(200);
  });

  test.each([
    [20005, 403],
    [20403, 403],
  ])("is refused with %i if a test asks for it, and reset ends that", async (refusal, status) => {
    await rig.control("account", { status: "suspended", refusal });
    expect(await rig.ask(`${accountPath}.json`)).toMatchObject({ status, body: { code: refusal } });
    await rig.control("reset");
    expect((await rig.ask(`${accountPath}.json`)).status).toBe(200);
  });

  test("a wrong token is told no more than before", async () => {
    await rig.control("account", { status: "suspended", refusal: 20005 });
    expect((await rig.ask("/Keys.json", { credentials: "a:b" })).body).toMatchObject({ code: 20003 });
  });
});

describe("a request whose form comes slowly", () => {
  /** Sends all but the form, waits until the gateway reads that, and does `meanwhile` before the form follows. */
  async function slowly(credentials: string, meanwhile: () => Promise<unknown>): Promise<string> {
    const form = "FriendlyName=slow";
    const socket = connect(rig.gateway.port, "127.0.0.1");
    socket
      .setEncoding("utf8")
      .write(
        [
          `POST ${accountPath}/Applications.json HTTP/1.1`,
          "Host: x",
          `Authorization: Basic ${Buffer.from(credentials).toString("base64")}`,
          "Content-Type: application/x-www-form-urlencoded",
          `Content-Length: ${form.length}`,
          "Expect: 100-continue",
          "Connection: close",
          "\r\n",
        ].join("\r\n"),
      );
    const [go] = await once(socket, "data");
    expect(go).toMatch(/^HTTP\/1\.1 100 /);
    await meanwhile();
    let answer = "";
    socket.on("data", (chunk) => {
      answer += String(chunk);
    });
    socket.write(form);
    await once(socket, "close");
    return answer;
  }

  const names = async () => {
    const { body } = await rig.ask("/Applications.json");
    return (body.applications as { friendly_name: string }[]).map((one) => one.friendly_name);
  };

  test("is carried out if nothing changes meanwhile", async () => {
    expect(await slowly(byKey, async () => {})).toMatch(/^HTTP\/1\.1 201 /);
    expect(await names()).toContain("slow");
  });

  test("is refused if its key is deleted meanwhile", async () => {
    const answer = await slowly(byKey, () => rig.ask(`/Keys/${CONFIG.apiKey}.json`, { method: "DELETE" }));
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(await names()).not.toContain("slow");
  });

  test("is refused if the account is suspended meanwhile", async () => {
    const answer = await slowly(byToken, () =>
      rig.control("account", { status: "suspended", refusal: 20005 }),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    await rig.control("account", { status: "active" });
    expect(await names()).not.toContain("slow");
  });
});

describe("404, 20404", () => {
  test.each([
    `/Applications/AP${"0".repeat(32)}.json`,
    `/Applications/${CONFIG.applicationSid.replace("AP", "%41P")}.json`,
    `/Applications/${CONFIG.applicationSid}`,
    `/Applications/${CONFIG.applicationSid}%00.json`,
    "/Applications/.json",
    "/Applications/..%2fKeys.json",
    "/Applications/__proto__.json",
    "/Applications",
    "/applications.json",
    "/constructor.json",
    "/Queues.json",
    `/Keys/SK${"0".repeat(32)}.json`,
    "/2010-04-01/Accounts.json",
    "/2010-04-01/",
  ])("%s", async (path) => {
    for (const form of [undefined, "FriendlyName=x"]) {
      const { status, body } = await rig.ask(path, form === undefined ? {} : { form });
      expect([status, body.code]).toEqual([404, 20404]);
      expect(body.message).toMatch(/^The requested resource \/2010-04-01\/.* was not found$/);
    }
  });
});

test("405, 20004: a method that the resource does not have", async () => {
  const cases = [
    [`${accountPath}.json`, ["POST", "DELETE", "PUT"]],
    ["/Applications.json", ["DELETE", "PUT", "PATCH"]],
    [application, ["PUT", "PATCH", "OPTIONS"]],
    ["/Keys.json", ["DELETE", "PUT"]],
    [`/Keys/${CONFIG.apiKey}.json`, ["PUT"]],
  ] as const;
  for (const [path, methods] of cases) {
    for (const method of methods) {
      expect(await rig.ask(path, { method })).toMatchObject({ status: 405, body: { code: 20004 } });
    }
  }
});

describe("400", () => {
  test.each([
    [21402, "VoiceUrl=localhost%3A3000"],
    [21402, "VoiceUrl=ftp%3A%2F%2Fexample.com"],
    [21402, "VoiceUrl=%2Fapi%2Fvoice"],
    [21402, "VoiceUrl=https%3A%2F%2F"],
    [21402, "VoiceUrl=https%3A%2F%2Fexample.com%2Fa%20b"],
    [21402, "VoiceUrl=%20https%3A%2F%2Fexample.com"],
    [21402, `VoiceUrl=https%3A%2F%2Fexample.com%2F${"x".repeat(3_000)}`],
    [21402, "StatusCallback=javascript%3Aalert(1)"],
    [21402, "SmsUrl=x"],
    [21402, "MessageStatusCallback=x"],
    [21403, "VoiceMethod=PUT"],
    [21403, "StatusCallbackMethod="],
    [21405, "VoiceUrl=&VoiceFallbackUrl=https%3A%2F%2Fexample.com"],
    [21406, "SmsFallbackUrl=https%3A%2F%2Fexample.com"],
    [20001, `FriendlyName=${"x".repeat(65)}`],
    [20001, "VoiceCallerIdLookup=maybe"],
    [20001, "ApiVersion=2020-01-01"],
  ])("%i: %s, and nothing is changed", async (code, form) => {
    const before = await rig.ask("/Applications.json");
    expect(await rig.ask(application, { form })).toMatchObject({ status: 400, body: { code } });
    expect(await rig.ask("/Applications.json", { form })).toMatchObject({ status: 400, body: { code } });
    expect((await rig.ask("/Applications.json")).body).toEqual(before.body);
  });

  test("a name of 64 characters is the longest, of an application and of a key", async () => {
    for (const list of ["/Applications.json", "/Keys.json"]) {
      expect((await rig.ask(list, { form: { FriendlyName: "é".repeat(64) } })).status).toBe(201);
      expect((await rig.ask(list, { form: { FriendlyName: "é".repeat(65) } })).body).toMatchObject({
        code: 20001,
      });
    }
  });

  test("a form of more than 64 KiB", async () => {
    for (const path of ["/Applications.json", application, "/Keys.json"]) {
      const { status, body } = await rig.ask(path, { form: { Unknown: "x".repeat(70_000) } });
      expect([status, body.code]).toEqual([400, 20001]);
    }
    expect((await rig.ask("/Applications.json")).body.applications).toHaveLength(1);
  });
});

describe("faults on demand", () => {
  test.each([
    [429, 20429, "1"],
    [500, 20500, null],
    [503, 20503, null],
  ])("%i, as often as asked for, and then no more", async (status, code, retryAfter) => {
    await rig.control("rest-fault", { status, times: 2 });
    for (const _ of [1, 2]) {
      const answer = await rig.ask("/Applications.json", { form: "FriendlyName=x" });
      expect(answer).toMatchObject({ status, body: { code, status } });
      expect(answer.headers.get("retry-after")).toBe(retryAfter);
    }
    expect((await rig.ask("/Applications.json")).body.applications).toHaveLength(1);
  });

  test("only of the paths and the method that were named, with the Retry-After that was named", async () => {
    const path = `${accountPath}/Keys`;
    await rig.control("rest-fault", { status: 503, times: 1, path, method: "POST", retryAfter: 7 });
    expect((await rig.ask("/Keys.json")).status).toBe(200);
    expect((await rig.ask("/Applications.json", { form: "FriendlyName=x" })).status).toBe(201);
    const failed = await rig.ask("/Keys.json", { form: "FriendlyName=x" });
    expect([failed.status, failed.headers.get("retry-after")]).toEqual([503, "7"]);
    expect((await rig.ask("/Keys.json", { form: "FriendlyName=x" })).status).toBe(201);
  });

  test("are ended by reset", async () => {
    await rig.control("rest-fault", { status: 500, times: 1_000 });
    expect((await rig.ask("/Keys.json")).status).toBe(500);
    await rig.control("reset");
    expect((await rig.ask("/Keys.json")).status).toBe(200);
  });

  test("the official library reports a 429, and its next request succeeds", async () => {
    await rig.control("rest-fault", { status: 429, times: 1 });
    const client = rig.tap.client(CONFIG.accountSid, CONFIG.authToken);
    await expect(client.applications.list()).rejects.toMatchObject({ status: 429, code: 20429 });
    expect(await client.applications.list()).toHaveLength(1);
  });

  test.each([
    { status: 404, times: 1 },
    { status: 429 },
    { status: 429, times: -1 },
    { status: 429, times: 1, method: "TRACE" },
    { status: 429, times: 1, retryAfter: "soon" },
  ])("a command %j is refused", async (command) => {
    expect(await rig.control("rest-fault", command)).toBe(400);
  });
});

describe("any input", () => {
  const segment = fc.oneof(
    fc.constantFrom(
      "Applications",
      "Keys",
      "Calls",
      "Accounts",
      CONFIG.applicationSid,
      CONFIG.apiKey,
      "..",
      "%00",
      "%2e%2e",
      "%ff",
      "%",
    ),
    fc.string({ maxLength: 12 }).map((text) => encodeURIComponent(text.toWellFormed())),
  );
  const url = fc
    .tuple(
      fc.array(segment, { maxLength: 4 }),
      fc.constantFrom("", ".json", "?PageSize=1&PageToken=%00", ".json?Page=%ff"),
    )
    .map(([segments, end]) => `${accountPath}/${segments.join("/")}${end}`);
  const form = fc.dictionary(
    fc.constantFrom("FriendlyName", "VoiceUrl", "VoiceMethod", "Status", "ApiVersion", "__proto__", "\0"),
    fc.oneof(fc.string({ unit: "binary", maxLength: 80 }), fc.webUrl()),
  );

  test("any path, query and form is answered, and never with a fault", async () => {
    const credentials = fc.constantFrom(byToken, byKey, "", ":", "a:b:c", "\u00ff");
    const method = fc.constantFrom("GET", "POST", "DELETE", "PUT");
    const asked = fc.asyncProperty(url, form, credentials, method, async (path, fields, who, how) => {
      const body = Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [name, value.toWellFormed()]),
      );
      const headers = { authorization: `Basic ${Buffer.from(who).toString("base64")}` };
      const init =
        how === "GET" ? { method: how, headers } : { method: how, headers, body: new URLSearchParams(body) };
      const response = await fetch(`http://127.0.0.1:${rig.gateway.port}${path}`, init);
      expect(response.status).toBeLessThan(500);
      const text = await response.text();
      if (response.status !== 204) JSON.parse(text);
    });
    await fc.assert(asked, { numRuns: soak(300, 20_000) });
    expect((await fetch(`http://127.0.0.1:${rig.gateway.port}/healthz`)).status).toBe(200);
  });

  test.each([
    "GET /2010-04-01/Accounts/%00.json HTTP/1.1\r\nHost: x\r\n",
    "GET /2010-04-01/Accounts/%.json HTTP/1.1\r\nHost: x\r\n",
    "GET /2010-04-01/Accounts/\u00ff.json HTTP/1.1\r\nHost: x\r\n",
    "GET http://[/2010-04-01/Accounts/x.json HTTP/1.1\r\nHost: x\r\n",
    "POST /2010-04-01/Accounts/x.json HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n",
    "POST /2010-04-01/Accounts/x.json HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz",
    `GET /2010-04-01/Accounts/${"a".repeat(8_000)}.json HTTP/1.1\r\nHost: x\r\n`,
    `GET /2010-04-01/ HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${"=".repeat(8_000)}\r\n`,
  ])("%j on the wire stops nothing", async (text) => {
    const socket = connect(rig.gateway.port, "127.0.0.1");
    let answer = "";
    socket.on("data", (chunk) => {
      answer += String(chunk);
    });
    socket.end(`${text}Connection: close\r\n\r\n`, "latin1");
    socket.on("error", () => {});
    await once(socket, "close");
    expect(answer).not.toMatch(/^HTTP\/1\.1 5/);
    expect((await rig.ask("/Applications.json")).status).toBe(200);
  });
});
