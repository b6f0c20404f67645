import { randomUUID } from "node:crypto";
import { count, eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { users } from "@/lib/db";
import { calls } from "@/lib/db/schema";
import { startApp } from "../../_testing/app";
import { Browser } from "../../_testing/browser";
import { dial, getCall, recordOf, rowsOf } from "../../_testing/calls";
import { newCallSid, voiceRequest, webhook } from "../../_testing/network";
import { beat, identityOf, newPerson, signIn, signOut, type TestPerson } from "../../_testing/people";
import { allow, blocks, me, sessions } from "../../_testing/routes";

const app = startApp();
const reject = '<?xml version="1.0" encoding="UTF-8"?><Response><Reject reason="busy"/></Response>';

let ann: TestPerson;
let ben: TestPerson;
beforeAll(async () => {
  ann = await newPerson("ann", "Ann");
  ben = await newPerson("ben", 'Ben <&> "B"\uFFFE');
});
// Hidden, so that one beat lasts for 90 s and nobody is away on a slow machine.
beforeEach(async () => {
  await beat(ann, { hidden: true });
  await beat(ben, { hidden: true });
});

function block(who: TestPerson, json: unknown) {
  return who.browser.send(blocks.POST, "/api/blocks", { json });
}

function settings(who: TestPerson, json: unknown) {
  return who.browser.send(me.PATCH, "/api/me", { method: "PATCH", json });
}

describe("a call that rings", () => {
  test("has exactly this TwiML", async () => {
    const { twiml, ref } = await dial(ben, "ann");
    const identity = await identityOf(ann);
    expect(twiml).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response>' +
        '<Dial answerOnBridge="true" timeout="30" action="http://localhost:3000/api/voice/dial" method="POST">' +
        '<Client statusCallback="http://localhost:3000/api/voice/status" statusCallbackMethod="POST" ' +
        'statusCallbackEvent="initiated ringing answered completed">' +
        `<Identity>${identity}</Identity><Parameter name="ref" value="${ref}"/>` +
        '<Parameter name="name" value="Ben &lt;&amp;> &quot;B&quot;"/><Parameter name="username" value="ben"/>' +
        '<Parameter name="known" value="0"/>' +
        "</Client></Dial></Response>",
    );
    expect(await recordOf(ben, { ref })).toMatchObject({
      direction: "outgoing",
      outcome: null,
      missed: false,
    });
    expect(await recordOf(ann, { ref })).toMatchObject({ direction: "incoming", dialed: null });
  });

  test("keeps an anonymous caller's name and id out of the TwiML and the callee's record", async () => {
    const { twiml, ref } = await dial(ben, "ann", { anonymous: "1" });
    expect(twiml).toContain('callerId="client:anonymous"');
    expect(twiml).not.toContain("Ben");
    expect(twiml).not.toContain("ben");
    expect(twiml).not.toContain(await identityOf(ben));
    expect(await recordOf(ann, { ref })).toMatchObject({ peer: null, anonymous: true });
    expect(await recordOf(ben, { ref })).toMatchObject({ peer: { username: "ann" }, anonymous: true });
  });

  test("never takes the caller from custom parameters", async () => {
    const identity = await identityOf(ben);
    const ref = randomUUID();
    const custom = {
      To: "ann",
      ref,
      Caller: "client:u_0",
      identity: "u_0",
      callerId: "ann",
      username: "ann",
    };
    await webhook("call", voiceRequest(identity, custom));
    const [row] = await rowsOf(ref);
    expect(row?.callerId).toBe(identity);
  });
});

test("a test call, with neither To nor ref, rings the caller's own Devices, has no row, and counts against the limit", async () => {
  const rows = async () => (await app.db.select({ n: count() }).from(calls))[0]?.n;
  const before = await rows();
  const identity = await identityOf(await newPerson("tester"));
  const ask = async () => (await webhook("call", voiceRequest(identity, {}))).text();
  expect(await ask()).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><Response><Dial answerOnBridge="true" timeout="10" timeLimit="60">' +
      `<Client><Identity>${identity}</Identity><Parameter name="test" value="1"/></Client></Dial></Response>`,
  );
  for (let number = 1; number < 20; number++) expect(await ask()).toContain("<Dial");
  expect(await ask()).toBe(reject);
  expect(await rows()).toBe(before);
});

describe("anything but a username is refused and is not in the TwiML", () => {
  test.each([
    "+19005551234",
    "19005551234",
    "123",
    "911",
    "sip:ann@example.com",
    "sips:ann@example.com",
    "conference:room",
    "client:ann",
    "queue:q",
    "ann,ben",
    "Ann",
    " ann",
    "",
    '"><Number>+19005551234</Number>',
    "ann</Identity><Number>+1900</Number>",
    "\0",
    "a".repeat(300),
  ])("%j", async (to) => {
    const caller = await newPerson(`caller_${randomUUID().slice(0, 8)}`);
    const { twiml, ref } = await dial(caller, to);
    expect(twiml).toBe(reject);
    const record = await recordOf(caller, { ref });
    expect(record).toMatchObject({ outcome: "failed", refusal: "not_a_username", durationSeconds: 0 });
    expect(record.dialed?.length).toBeLessThanOrEqual(64);
  });
});

describe("a call that does not ring", () => {
  test("fails with the reason if it goes to oneself, to an unknown name, or has a malformed anonymous flag", async () => {
    const self = await dial(ben, "ben");
    const unknown = await dial(ben, "nobody_here");
    const odd = await dial(ben, "ann", { anonymous: "perhaps" });
    expect([self.twiml, unknown.twiml, odd.twiml]).toEqual([reject, reject, reject]);
    expect(await recordOf(ben, self)).toMatchObject({ outcome: "failed", refusal: "self" });
    expect(await recordOf(ben, unknown)).toMatchObject({ outcome: "failed", refusal: "unknown_person" });
    expect(await recordOf(ben, odd)).toMatchObject({ outcome: "failed", refusal: "bad_request" });
  });

  test("has no row if its From is unknown or malformed, or its ref malformed", async () => {
    const [before] = await app.db.select({ number: count() }).from(calls);
    const ref = randomUUID();
    for (const from of ["client:u_0000000000000000000000", "+15551234567", "client:", "client:ben", "ben"]) {
      const form = { ...voiceRequest("", { To: "ann", ref }), From: from };
      expect(await (await webhook("call", form)).text()).toBe(reject);
    }
    for (const bad of ["", "x", "00000000-0000-0000-0000-00000000000g"]) {
      const form = voiceRequest(await identityOf(ben), { To: "ann", ref: bad });
      expect(await (await webhook("call", form)).text()).toBe(reject);
    }
    expect(await app.db.select({ number: count() }).from(calls)).toEqual([before]);
  });

  test("is offline at once if the callee has no live tab, and a missed call for the callee", async () => {
    const away = await newPerson("away");
    const call = await dial(ben, "away");
    expect(call.twiml).toBe(reject);
    expect(await recordOf(ben, call)).toMatchObject({ outcome: "offline", missed: false });
    expect(await recordOf(away, call)).toMatchObject({ outcome: "offline", missed: true });
  });

  test("is busy if the callee does not want to be disturbed, and a missed call for the callee", async () => {
    const quiet = await newPerson("quiet");
    await beat(quiet, { hidden: true });
    await settings(quiet, { doNotDisturb: true });
    const call = await dial(ben, "quiet");
    expect(await recordOf(ben, call)).toMatchObject({ outcome: "busy" });
    expect(await recordOf(quiet, call)).toMatchObject({ outcome: "busy", missed: true });
    await beat(quiet, { phone: "gone" });
    expect(await recordOf(ben, await dial(ben, "quiet"))).toMatchObject({ outcome: "offline" });
  });

  test("is shown as offline to a blocked caller, and not at all to the callee", async () => {
    const pest = await newPerson("pest");
    const peace = await newPerson("peace");
    await beat(peace, { hidden: true });
    expect((await block(peace, { username: "pest" })).status).toBe(201);
    const call = await dial(pest, "peace");
    expect(call.twiml).toBe(reject);
    expect(await recordOf(pest, call)).toMatchObject({ outcome: "offline", refusal: null });
    expect((await getCall(peace, call.ref)).status).toBe(404);
    const [row] = await rowsOf(call.ref);
    expect(row?.outcome).toBe("blocked");
  });

  test("is offline if the caller has blocked the callee", async () => {
    const cross = await newPerson("cross");
    await block(cross, { username: "ann" });
    expect(await recordOf(cross, await dial(cross, "ann"))).toMatchObject({ outcome: "offline" });
  });

  test("is not shown to a callee who blocked the caller of an anonymous call, nor is the name", async () => {
    const masked = await newPerson("masked");
    const victim = await newPerson("victim");
    await beat(masked, { hidden: true });
    await beat(victim, { hidden: true });
    const { ref } = await dial(masked, "victim", { anonymous: "1" });
    const made = await block(victim, { ref });
    expect(made.status).toBe(201);
    expect(await made.json()).toMatchObject({ username: null, displayName: null });
    expect((await dial(masked, "victim", { anonymous: "1" })).twiml).toBe(reject);
    // If the victim's own call were refused, that would tell who the caller was.
    expect((await dial(victim, "masked")).twiml).toContain("<Dial");
  });

  test("is offline for a stranger if the callee lets only known people ring, and a missed call", async () => {
    const shy = await newPerson("shy");
    const known = await newPerson("known");
    await beat(shy, { hidden: true });
    await beat(known, { hidden: true });
    await settings(shy, { callPolicy: "known" });
    const strange = await dial(ben, "shy");
    expect(await recordOf(ben, strange)).toMatchObject({ outcome: "offline" });
    expect(await recordOf(shy, strange)).toMatchObject({ outcome: "offline", missed: true });
    const context = { params: Promise.resolve({ username: "ben" }) };
    await shy.browser.send(allow.PUT, "/api/people/ben/allow", { method: "PUT", context });
    expect((await dial(ben, "shy")).twiml).toContain("<Dial");
    await dial(shy, "known");
    expect((await dial(known, "shy")).twiml).toContain("<Dial");
  });

  test("is refused from the 21st call of a person in a minute", async () => {
    const keen = await newPerson("keen");
    const identity = await identityOf(keen);
    const form = () => voiceRequest(identity, { To: "ann", ref: randomUUID() });
    for (let number = 0; number < 20; number++) {
      expect(await (await webhook("call", form())).text()).toContain("<Dial");
    }
    const over = form();
    expect(await (await webhook("call", over)).text()).toBe(reject);
    const record = await recordOf(keen, { ref: String(over.ref) });
    expect(record).toMatchObject({ outcome: "failed", refusal: "too_many_calls" });
    expect((await dial(await newPerson("calm"), "ann")).twiml).toContain("<Dial");
  });
});

test("a caller who no longer exists is refused", async () => {
  const gone = await newPerson("gone_person");
  const form = voiceRequest(await identityOf(gone), { To: "ann", ref: randomUUID() }, newCallSid());
  await app.db.delete(users).where(eq(users.username, "gone_person"));
  expect(await (await webhook("call", form)).text()).toBe(reject);
});

test("a token whose sessions have all ended cannot call; one session left is enough", async () => {
  const caller = await newPerson("caller");
  const identity = await identityOf(caller);
  const ask = async (custom: Record<string, string>) =>
    (await webhook("call", voiceRequest(identity, custom))).text();
  const second = new Browser();
  await signIn(second, "caller");
  await signOut(caller.browser);
  expect(await ask({ To: "ann", ref: randomUUID() })).toContain("<Dial");
  await second.send(sessions.DELETE, "/api/sessions", { method: "DELETE" });
  expect(await ask({ To: "ann", ref: randomUUID() })).toBe(reject);
  expect(await ask({})).toBe(reject);
});
