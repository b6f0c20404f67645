import { randomUUID } from "node:crypto";
import { count, eq } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { rateLimits, sessions as sessionRows, users } from "@/lib/db";
import { callLegs, calls } from "@/lib/db/schema";
import { env } from "@/lib/env";
import { setPersonLimits } from "@/lib/server/operator/person-limits";
import { setSwitch } from "@/lib/server/operator/switches";
import { startApp } from "../../_testing/app";
import { dial, dialEnded, getCall, recordOf, rowOf, rowsOf } from "../../_testing/calls";
import { newCallSid, voiceRequest, webhook } from "../../_testing/network";
import {
  beat,
  identityOf,
  idOf,
  newDevice,
  newPerson,
  otherDevice,
  signOut,
  type TestPerson,
} from "../../_testing/people";
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
        '<Dial answerOnBridge="true" timeout="30" timeLimit="14400" action="http://localhost:3000/api/voice/dial" method="POST" callerId="client:ben">' +
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
    expect(row?.callerId).toBe(await idOf(ben));
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

describe("while calling is paused", () => {
  afterEach(() => setSwitch("calling", null));

  test("every call is refused with that reason, rings nobody, and is no missed call", async () => {
    const eager = await newPerson("eager");
    await setSwitch("calling", "paused");
    for (const to of ["ann", "nobody_here", "+15551234567"]) {
      const call = await dial(eager, to);
      expect(call.twiml).toBe(reject);
      expect(await recordOf(eager, call)).toMatchObject({ outcome: "failed", refusal: "calling_paused" });
      expect((await getCall(ann, call.ref)).status).toBe(404);
    }
    expect(await (await webhook("call", voiceRequest(await identityOf(eager), {}))).text()).toBe(reject);
    expect(await (await eager.browser.send(me.GET, "/api/me")).json()).toMatchObject({ calling: "paused" });
    await setSwitch("calling", "on");
    expect((await dial(eager, "ann")).twiml).toContain("<Dial");
    expect(await (await eager.browser.send(me.GET, "/api/me")).json()).toMatchObject({ calling: "on" });
  });

  test("the configuration pauses too, and the operator's hand overrides it", async () => {
    const eager = await newPerson("eager_too");
    const configured = env().CALLING;
    try {
      env().CALLING = "paused";
      expect((await dial(eager, "ann")).twiml).toBe(reject);
      await setSwitch("calling", "on");
      expect((await dial(eager, "ann")).twiml).toContain("<Dial");
      await setSwitch("calling", null);
      expect((await dial(eager, "ann")).twiml).toBe(reject);
    } finally {
      env().CALLING = configured;
    }
  });
});

describe("over a limit of calls", () => {
  let configured: ReturnType<typeof env>;
  beforeEach(() => {
    configured = { ...env() };
  });
  afterEach(() => void Object.assign(env(), configured));

  test("nothing rings, the caller reads why, and the callee has no missed call", async () => {
    Object.assign(env(), { CALLS_AT_ONCE_PER_PERSON: 1 });
    const busy = await newPerson("busy_bee");
    const first = await dial(busy, "ann");
    const second = await dial(busy, "ann");
    expect(second.twiml).toBe(reject);
    expect(await recordOf(busy, second)).toMatchObject({ outcome: "failed", refusal: "calls_at_once" });
    expect((await getCall(ann, second.ref)).status).toBe(404);
    await dialEnded(first, "no-answer");
    expect((await dial(busy, "ann")).twiml).toContain("<Dial");
  });

  test("a person to whom the operator allows one call a day is refused the second, and reads why", async () => {
    const person = await newDevice();
    await setPersonLimits({ id: await idOf(person), username: person.username }, { perDay: 1 });
    await dialEnded(await dial(person, "ann"), "no-answer");
    const second = await dial(person, "ann");
    expect(second.twiml).toBe(reject);
    expect(await recordOf(person, second)).toMatchObject({ outcome: "failed", refusal: "call_quota" });
    expect((await getCall(ann, second.ref)).status).toBe(404);
  });

  test("a repeated webhook of the call that took the last place gets the same answer", async () => {
    Object.assign(env(), { CALLS_AT_ONCE_PER_PERSON: 1 });
    const form = voiceRequest(await identityOf(await newPerson("repeater")), {
      To: "ann",
      ref: randomUUID(),
    });
    const answers = await Promise.all([1, 2, 3].map(async () => (await webhook("call", form)).text()));
    expect(answers[0]).toContain("<Dial");
    expect(new Set(answers).size).toBe(1);
  });

  test.each([
    ["CALLS_PER_HOUR_PER_PERSON", "hour_tester"],
    ["CALLS_PER_DAY_PER_PERSON", "day_tester"],
  ])("test calls are counted on their own: %s", async (name, username) => {
    Object.assign(env(), { [name]: 2 });
    const identity = await identityOf(await newPerson(username));
    const ask = async () => (await webhook("call", voiceRequest(identity, {}))).text();
    expect([await ask(), await ask()].map((twiml) => twiml.includes("<Dial"))).toEqual([true, true]);
    expect(await ask()).toBe(reject);
  });

  test.each([{ perHour: 1 }, { perDay: 1 }])(
    "test calls are counted by the limits that the operator has set for a person: %j",
    async (limits) => {
      const person = await newDevice();
      const { username } = person;
      await setPersonLimits({ id: await idOf(person), username }, limits);
      const identity = await identityOf(person);
      const ask = async () => (await webhook("call", voiceRequest(identity, {}))).text();
      expect(await ask()).toContain("<Dial");
      expect(await ask()).toBe(reject);
    },
  );

  test.each(["CALLS_PER_HOUR", "CALLS_PER_DAY"])(
    "the test calls of everybody are counted together: %s",
    async (name) => {
      await app.db.delete(calls);
      await app.db.delete(rateLimits);
      Object.assign(env(), { [name]: 2 });
      const answers: boolean[] = [];
      for (const person of [ann, ben, ann]) {
        const twiml = await (await webhook("call", voiceRequest(await identityOf(person), {}))).text();
        answers.push(twiml.includes("<Dial"));
      }
      expect(answers).toEqual([true, true, false]);
    },
  );

  test("a test call is refused while a call would be", async () => {
    Object.assign(env(), { CALLS_AT_ONCE_PER_PERSON: 1 });
    const person = await newPerson("on_the_line");
    await dial(person, "ann");
    expect(await (await webhook("call", voiceRequest(await identityOf(person), {}))).text()).toBe(reject);
  });

  test("every call ends after the longest time that is configured", async () => {
    Object.assign(env(), { CALL_MAX_MINUTES: 7 });
    expect((await dial(await newPerson("talker"), "ann")).twiml).toContain('timeLimit="420"');
  });
});

test("a caller who no longer exists is refused", async () => {
  const gone = await newPerson("gone_person");
  const form = voiceRequest(await identityOf(gone), { To: "ann", ref: randomUUID() }, newCallSid());
  await app.db.delete(users).where(eq(users.username, "gone_person"));
  expect(await (await webhook("call", form)).text()).toBe(reject);
});

describe("a call of an ended session", () => {
  const ask = async (identity: string, custom: Record<string, string> = {}) =>
    (await webhook("call", voiceRequest(identity, custom))).text();
  const rowCount = async () => (await app.db.select({ n: count() }).from(calls))[0]?.n;

  test("is refused without a row, although the person is signed in on another device", async () => {
    const phone = await newPerson("two_devices");
    const laptop = await otherDevice(phone);
    const [phoneIdentity, laptopIdentity] = [await identityOf(phone), await identityOf(laptop)];
    expect(phoneIdentity).not.toBe(laptopIdentity);
    await signOut(phone.browser);
    const before = await rowCount();
    expect(await ask(phoneIdentity, { To: "ann", ref: randomUUID() })).toBe(reject);
    expect(await ask(phoneIdentity)).toBe(reject);
    expect(await rowCount()).toBe(before);
    expect(await ask(laptopIdentity, { To: "ann", ref: randomUUID() })).toContain("<Dial");
    await laptop.browser.send(sessions.DELETE, "/api/sessions", { method: "DELETE" });
    expect(await ask(laptopIdentity, { To: "ann", ref: randomUUID() })).toBe(reject);
  });

  test("is refused when the session has expired, and when it is of another person", async () => {
    const late = await newPerson("late_caller");
    const identity = await identityOf(late);
    const [id, voiceId = ""] = identity.split(/_(?=[^_]+$)/);
    const stranger = await idOf(ben);
    const before = await rowCount();
    for (const forged of [
      `${stranger}_${voiceId}`,
      `${id}`,
      `${id}_`,
      `${identity}0`,
      `${id}_${"0".repeat(32)}`,
    ]) {
      expect(await ask(forged, { To: "ann", ref: randomUUID() }), forged).toBe(reject);
    }
    await app.db
      .update(sessionRows)
      .set({ expiresAt: new Date(0) })
      .where(eq(sessionRows.voiceId, voiceId));
    expect(await ask(identity, { To: "ann", ref: randomUUID() })).toBe(reject);
    expect(await rowCount()).toBe(before);
  });

  test("is refused while its person is suspended", async () => {
    const paused = await newPerson("paused");
    const identity = await identityOf(paused);
    const set = (suspendedAt: Date | null) =>
      app.db.update(users).set({ suspendedAt }).where(eq(users.username, "paused"));
    await set(new Date());
    expect(await ask(identity, { To: "ann", ref: randomUUID() })).toBe(reject);
    await set(null);
    expect(await ask(identity, { To: "ann", ref: randomUUID() })).toContain("<Dial");
  });
});

describe("a call to a person with several devices", () => {
  const rung = (twiml: string) =>
    [...twiml.matchAll(/<Identity>([^<]+)<\/Identity>/g)].map(([, identity]) => identity).sort();

  test("rings each device that is present, and no ended or absent one", async () => {
    const phone = await newPerson("many_devices");
    const [laptop, signedOut, absent] = [
      await otherDevice(phone),
      await otherDevice(phone),
      await otherDevice(phone),
    ];
    for (const device of [phone, laptop, signedOut]) await beat(device, { hidden: true });
    await beat({ ...phone, tab: randomUUID() }, { hidden: true });
    const [gone, away] = [await identityOf(signedOut), await identityOf(absent)];
    expect(rung((await dial(ben, "many_devices")).twiml)).toEqual(
      [await identityOf(phone), await identityOf(laptop), gone].sort(),
    );
    await signOut(signedOut.browser);
    const call = await dial(ben, "many_devices");
    expect(rung(call.twiml)).toEqual([await identityOf(phone), await identityOf(laptop)].sort());
    expect(call.twiml).not.toContain(gone);
    expect(call.twiml).not.toContain(away);
    expect(call.twiml.match(/statusCallback=/g)).toHaveLength(2);
    const legs = await app.db
      .select()
      .from(callLegs)
      .where(eq(callLegs.callId, (await rowOf(call)).id));
    expect(legs.map(({ voiceId }) => voiceId).sort()).toEqual(
      rung(call.twiml)
        .map((identity) => identity?.split("_").at(-1))
        .sort(),
    );
    await beat(laptop, { phone: "gone" });
    expect(rung((await dial(ben, "many_devices")).twiml)).toEqual([await identityOf(phone)]);
  });

  test("rings ten devices at most, those whose tabs live longest", async () => {
    const first = await newPerson("eleven");
    const others = [];
    for (let number = 0; number < 10; number++) others.push(await otherDevice(first));
    await beat(first);
    for (const device of others) await beat(device, { hidden: true });
    const { twiml } = await dial(ben, "eleven");
    expect(rung(twiml)).toHaveLength(10);
    expect(twiml).not.toContain(await identityOf(first));
  });

  test("a session that ended while its tab is still present is not rung", async () => {
    const stale = await newPerson("stale");
    await beat(stale, { hidden: true });
    const voiceId = (await identityOf(stale)).split("_").at(-1) ?? "";
    await app.db
      .update(sessionRows)
      .set({ expiresAt: new Date(0) })
      .where(eq(sessionRows.voiceId, voiceId));
    const call = await dial(ben, "stale");
    expect(call.twiml).toBe(reject);
    expect(await recordOf(ben, call)).toMatchObject({ outcome: "offline" });
  });
});

test("neither the caller's id nor a session reaches the callee", async () => {
  for (const anonymous of ["0", "1"]) {
    const { twiml } = await dial(ben, "ann", { anonymous });
    const identity = await identityOf(ben);
    expect(twiml).not.toContain(identity.split("_")[1]);
    expect(twiml).not.toContain(identity.split("_")[2]);
    expect(twiml).toContain(`callerId="client:${anonymous === "1" ? "anonymous" : "ben"}"`);
  }
});

test("a call knows the session that placed it, and a refused one is over for the network at once", async () => {
  const call = await dial(ben, "ann");
  const voiceId = (await identityOf(ben)).split("_").at(-1) ?? "";
  const [session] = await app.db.select().from(sessionRows).where(eq(sessionRows.voiceId, voiceId));
  expect(await rowOf(call)).toMatchObject({ callerSessionId: session?.id, releasedAt: null });
  const refused = await rowOf(await dial(ben, "nobody_here"));
  expect(refused.releasedAt).toEqual(refused.endedAt);
});
