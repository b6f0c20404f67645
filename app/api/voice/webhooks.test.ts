import { randomUUID } from "node:crypto";
import { count } from "drizzle-orm";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { callEvents, calls } from "@/lib/db/schema";
import { testEnvironment } from "@/lib/db/testing/environment";
import * as configuration from "@/lib/env";
import { startApp } from "../_testing/app";
import { Browser } from "../_testing/browser";
import { newCallSid, sign, voiceRequest, webhook } from "../_testing/network";
import { beat, identityOf, newPerson } from "../_testing/people";
import { voiceCall as call, voiceDial as dial, voiceStatus as status } from "../_testing/routes";

const app = startApp();
const wire = new Browser();
afterEach(() => vi.restoreAllMocks());

const routes = {
  "/api/voice/call": call.POST,
  "/api/voice/dial": dial.POST,
  "/api/voice/status": status.POST,
};
type Path = keyof typeof routes;

/** The number of rows that webhooks have written. */
async function written(): Promise<number> {
  const [[rows], [events]] = await Promise.all([
    app.db.select({ number: count() }).from(calls),
    app.db.select({ number: count() }).from(callEvents),
  ]);
  return (rows?.number ?? 0) + (events?.number ?? 0);
}

function post(path: Path, form: Record<string, string>, signature: string | null, headers = {}) {
  const signed: Record<string, string> = signature === null ? {} : { "x-twilio-signature": signature };
  return wire.send(routes[path], path, { form, headers: { ...signed, ...headers } });
}

/** Signs and sends a body exactly as it is, with repeated names. */
function sendRaw(path: Path, text: string): Promise<Response> {
  const form = new URLSearchParams(text);
  const all = Object.fromEntries([...new Set(form.keys())].map((key) => [key, form.getAll(key)]));
  const signature = sign(path, all as unknown as Record<string, string>);
  return wire.send(routes[path], path, {
    body: text,
    headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature },
  });
}

describe("forged webhooks", () => {
  test("are refused with 403 for each parameter that was changed, and write nothing", async () => {
    const ann = await newPerson("forged_ann");
    await beat(await newPerson("forged_ben"), { hidden: true });
    const form = voiceRequest(await identityOf(ann), { To: "forged_ben", ref: randomUUID() });
    const path = "/api/voice/call";
    const signature = sign(path, form);
    const before = await written();
    for (const name of Object.keys(form)) {
      const response = await post(path, { ...form, [name]: `${form[name]}x` }, signature);
      expect(response.status, name).toBe(403);
      expect(await response.json()).toMatchObject({ error: { code: "bad_signature" } });
    }
    const { From: _, ...without } = form;
    expect((await post(path, without, signature)).status).toBe(403);
    expect((await post(path, { ...form, extra: "1" }, signature)).status).toBe(403);
    expect(await written()).toBe(before);
    expect((await post(path, form, signature)).status).toBe(200);
    expect(await written()).toBe(before + 1);
  });

  test.each(Object.keys(routes) as Path[])(
    "get 403 on %s without a signature, with a wrong one and with a malformed one",
    async (path) => {
      const form = { CallSid: newCallSid(), CallStatus: "completed", DialCallStatus: "completed" };
      for (const signature of [null, "", "x", "é", sign(path, form, "another key"), `${sign(path, form)}=`]) {
        expect((await post(path, form, signature)).status).toBe(403);
      }
    },
  );

  test("are refused with a signature for another route", async () => {
    const form = { CallSid: newCallSid(), DialCallStatus: "completed" };
    expect((await post("/api/voice/dial", form, sign("/api/voice/status", form))).status).toBe(403);
  });

  test("are refused with any signature when the auth token is empty", async () => {
    const real = configuration.env();
    vi.spyOn(configuration, "env").mockReturnValue({ ...real, TWILIO_AUTH_TOKEN: "" });
    const form = { CallSid: newCallSid(), DialCallStatus: "completed" };
    expect((await post("/api/voice/dial", form, sign("/api/voice/dial", form, ""))).status).toBe(403);
  });
});

describe("signed webhooks of another account or application", () => {
  test.each(["/api/voice/call", "/api/voice/dial", "/api/voice/status"] as const)(
    "get 403 on %s and write nothing",
    async (path) => {
      const ann = await newPerson(`other_app_${path.split("/").at(-1)}`);
      await beat(await newPerson(`other_ben_${path.split("/").at(-1)}`), { hidden: true });
      const to = `other_ben_${path.split("/").at(-1)}`;
      const form = voiceRequest(await identityOf(ann), { To: to, ref: randomUUID() });
      const ours: Record<string, string> = { ...form, CallStatus: "completed", DialCallStatus: "completed" };
      const before = await written();
      const others: Record<string, string>[] = [
        { AccountSid: `AC${"0".repeat(32)}` },
        { AccountSid: "" },
        { AccountSid: testEnvironment.TWILIO_ACCOUNT_SID.toUpperCase() },
        { ApplicationSid: `AP${"0".repeat(32)}` },
        { ApplicationSid: "" },
      ];
      for (const other of others) {
        const wrong = { ...ours, ...other };
        const response = await post(path, wrong, sign(path, wrong));
        expect(response.status, JSON.stringify(other)).toBe(403);
        expect(await response.json()).toMatchObject({ error: { code: "forbidden" } });
      }
      const twice = `${new URLSearchParams(ours)}&AccountSid=${ours.AccountSid}`;
      expect((await sendRaw(path, twice)).status).toBe(403);
      expect(await written()).toBe(before);
      expect((await post(path, ours, sign(path, ours))).status).toBe(200);
    },
  );
});

describe("proxy headers", () => {
  const spoofed = {
    host: "evil.example",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-forwarded-port": "444",
    forwarded: "host=evil.example;proto=https",
  };

  test("Host and X-Forwarded-* do not matter", async () => {
    const form = { CallSid: newCallSid(), DialCallStatus: "completed" };
    const path = "/api/voice/dial";
    expect((await post(path, form, sign(path, form), spoofed)).status).toBe(200);
    expect((await post(path, form, "wrong", spoofed)).status).toBe(403);
  });

  test("the signature is checked for our own origin, whatever the request's Host is", async () => {
    const form = { CallSid: newCallSid(), DialCallStatus: "completed" };
    const real = sign("/api/voice/dial", form);
    const other = testEnvironment.APP_URL.replace("localhost", "evil.example");
    const request = new Request(`${other}/api/voice/dial`, {
      method: "POST",
      body: new URLSearchParams(form),
      headers: { "x-twilio-signature": real },
    });
    expect((await dial.POST(request, undefined)).status).toBe(200);
  });
});

describe("malformed bodies", () => {
  const runs = process.env.SOAK === "1" ? 10_000 : 300;
  const name = fc.oneof(
    fc.constantFrom("CallSid", "From", "To", "ref", "anonymous", "CallStatus", "DialCallStatus"),
    fc.constantFrom(
      "ParentCallSid",
      "SequenceNumber",
      "Timestamp",
      "CallDuration",
      "__proto__",
      "constructor",
    ),
    fc.string({ unit: "binary", maxLength: 20 }),
  );
  const value = fc.oneof(
    fc.constantFrom("", "\0", "CA".padEnd(34, "0"), "client:u_".padEnd(41, "a"), "client:", "in-progress"),
    fc.constantFrom(
      "completed",
      "-1",
      "1e9",
      "99999999999999999999",
      "Thu, 01 Jan 1970 00:00:00 +0000",
      "NaN",
    ),
    fc.uuid(),
    fc.string({ unit: "binary", maxLength: 200 }),
  );
  const pairs = fc.array(fc.tuple(name, value), { maxLength: 6 });
  const path = fc.constantFrom(...(Object.keys(routes) as Path[]));

  test(`never cause a 5xx in ${runs} generated and signed bodies`, async () => {
    const from = `client:${await identityOf(await newPerson("fuzzer"))}`;
    const sids = [newCallSid(), newCallSid(), newCallSid()];
    // Valid values for some names, so that the malformed ones get past the first check.
    const good = fc.record(
      {
        CallSid: fc.constantFrom(...sids),
        AccountSid: fc.constant(testEnvironment.TWILIO_ACCOUNT_SID),
        ApplicationSid: fc.constant(testEnvironment.TWILIO_TWIML_APP_SID),
        ParentCallSid: fc.constantFrom(...sids),
        From: fc.constant(from),
        To: fc.constantFrom("fuzzer", "forged_ben", "nobody", "+1900"),
        ref: fc.uuid(),
        CallStatus: fc.constantFrom("initiated", "ringing", "in-progress", "completed", "busy"),
        DialCallStatus: fc.constantFrom("completed", "busy", "no-answer", "canceled"),
        SequenceNumber: fc.nat(9_999_999).map(String),
        CallDuration: fc.nat(9_999_999).map(String),
        Timestamp: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      },
      { requiredKeys: ["CallSid"] },
    );
    const body = fc.tuple(good, pairs).map(([known, odd]) => [...Object.entries(known), ...odd]);
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(path, fc.oneof(body, pairs), async (route, list) => {
        const { status } = await sendRaw(route, String(new URLSearchParams(list)));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: runs },
    );
    // The generator makes enough bodies that are accepted and enough that are refused.
    expect(statuses.get(200)).toBeGreaterThan(runs / 20);
    expect(statuses.get(400)).toBeGreaterThan(runs / 20);
  }, 120_000);

  test("get 403 if they are unsigned bytes and no form", async () => {
    for (const text of ["", "%", "%ff=%fe", "{}", "&&&===", "a".repeat(60_000)]) {
      const response = await wire.send(call.POST, "/api/voice/call", { body: text });
      expect(response.status).toBe(403);
    }
  });

  test("get 413 above 64 KiB, with or without a Content-Length", async () => {
    const text = "a".repeat(64 * 1024 + 1);
    const lengths: Record<string, string>[] = [{ "content-length": String(text.length) }, {}];
    for (const headers of lengths) {
      expect((await wire.send(call.POST, "/api/voice/call", { body: text, headers })).status).toBe(413);
    }
  });

  test("get 200 with an unknown parameter or a repeated one", async () => {
    const known = { CallSid: newCallSid(), DialCallStatus: "completed", NewIn2027: "yes" };
    expect((await webhook("dial", known)).status).toBe(200);
    const twice = `CallSid=${newCallSid()}&DialCallStatus=busy&Extra=1&Extra=2`;
    expect((await sendRaw("/api/voice/dial", twice)).status).toBe(200);
  });

  test("get 400 if they are signed and have a malformed value", async () => {
    for (const CallSid of ["", "CA12", `CA${"g".repeat(32)}`, `${newCallSid()}0`]) {
      expect((await webhook("dial", { CallSid, DialCallStatus: "busy" })).status).toBe(400);
    }
  });
});
