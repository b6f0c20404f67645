import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { peopleResponseSchema } from "@/lib/contracts";
import { rateLimits } from "@/lib/db";
import { startApp } from "../../_testing/app";
import { dial, dialEnded, getCall, report, sendEnded, type TestCall } from "../../_testing/calls";
import { beat, newPerson, type TestPerson } from "../../_testing/people";
import { allow, blocks, calls, me, people } from "../../_testing/routes";

const app = startApp();
beforeEach(async () => void (await app.db.delete(rateLimits)));

const names = () => Array.from({ length: 10 }, () => `spy_${randomUUID().slice(0, 8)}`);

function settings(who: TestPerson, json: unknown) {
  return who.browser.send(me.PATCH, "/api/me", { method: "PATCH", json });
}

function block(who: TestPerson, json: unknown) {
  return who.browser.send(blocks.POST, "/api/blocks", { json });
}

function allowed(who: TestPerson, username: string) {
  const context = { params: Promise.resolve({ username }) };
  return who.browser.send(allow.PUT, `/api/people/${username}/allow`, { method: "PUT", context });
}

async function listOf(who: TestPerson) {
  const answer = await who.browser.send(people.GET, "/api/people?q=suspect");
  return peopleResponseSchema.parse(await answer.json()).people;
}

/** Everything that a callee sees of a call: whether it rings, with what, and its record. */
async function seenBy(callee: TestPerson, { twiml, ref }: TestCall) {
  const record = await getCall(callee, ref);
  const history = await (await callee.browser.send(calls.GET, "/api/calls?q=suspect")).text();
  const { missed } = (await (await callee.browser.send(me.GET, "/api/me")).json()) as { missed: number };
  const body = record.ok ? await record.text() : "";
  const withoutRef = (text: string) => text.replaceAll(ref, "").replace(/"\d{4}-[^"]*Z"/g, "");
  return {
    rings: twiml.includes("<Dial"),
    twiml: withoutRef(twiml),
    status: record.status,
    record: withoutRef(body),
    history,
    missed,
  };
}

describe("a callee with ten accounts learns nothing about who of two suspects calls anonymously", () => {
  test("by watching the list of people through the whole call", async () => {
    const spies: TestPerson[] = [];
    for (const name of names()) spies.push(await newPerson(name));
    const [callee] = spies;
    const [caller, other] = [await newPerson("suspect_one"), await newPerson("suspect_two")];
    if (!callee) throw new Error("unreachable");
    for (const one of [callee, caller, other]) await beat(one, { hidden: true });

    async function expectNoDifference() {
      await app.db.delete(rateLimits);
      for (const spy of spies) {
        const [one, two] = await listOf(spy);
        expect(one).toEqual({ ...two, username: one?.username, displayName: one?.displayName });
      }
    }
    await expectNoDifference();
    const ref = randomUUID();
    // The tab dials before the voice network asks.
    await beat(caller, { phone: "in_call", ref, hidden: true });
    await expectNoDifference();
    const call = await dial(caller, callee.username, { anonymous: "1", ref });
    expect(call.twiml).toContain("<Dial");
    await expectNoDifference();
    await report(call, "ringing");
    await report(call, "in-progress");
    await beat(caller, { phone: "in_call", ref, hidden: true });
    await expectNoDifference();
    await report(call, "completed", { CallDuration: "3" });
    await sendEnded(caller, call);
    await expectNoDifference();
    await dialEnded(call, "completed");
    await beat(caller, { hidden: true });
    await expectNoDifference();
  });

  const decisions: Record<string, (callee: TestPerson, about: TestPerson) => Promise<unknown>> = {
    "a block by name": (callee, about) => block(callee, { username: about.username }),
    "a block by name, with anonymous calls on again": async (callee, about) => {
      await block(callee, { username: about.username });
      await settings(callee, { acceptsAnonymous: true });
    },
    "an allowance under the policy of known people": async (callee, about) => {
      await settings(callee, { callPolicy: "known" });
      await allowed(callee, about.username);
    },
    "a call to them under the policy of known people": async (callee, about) => {
      await settings(callee, { callPolicy: "known" });
      await dial(callee, about.username);
    },
    "their call under their own name": (callee, about) => dial(about, callee.username),
  };

  test.each(Object.keys(decisions))("by %s", async (name) => {
    const seen = [];
    for (const isCaller of [true, false]) {
      const tag = randomUUID().slice(0, 6);
      const callee = await newPerson(`callee_${tag}`);
      const caller = await newPerson(`suspect_a${tag}`);
      const other = await newPerson(`suspect_b${tag}`);
      for (const one of [callee, caller, other]) await beat(one, { hidden: true });
      await decisions[name]?.(callee, isCaller ? caller : other);
      const call = await dial(caller, callee.username, { anonymous: "1" });
      const { history, ...view } = await seenBy(callee, call);
      const text = JSON.stringify(view).replaceAll(tag, "");
      expect(history).not.toContain(call.ref);
      seen.push(text.replace(/<Identity>\w+/g, ""));
    }
    expect(seen[0]).toBe(seen[1]);
  });
});

describe("who may ring anonymously", () => {
  test("everybody, also under the callee's own eyes for the same person: the callee's switch decides", async () => {
    const [callee, caller] = [await newPerson("switcher"), await newPerson("masked_one")];
    await beat(callee, { hidden: true });
    expect((await dial(caller, "switcher", { anonymous: "1" })).twiml).toContain("<Dial");
    await settings(callee, { acceptsAnonymous: false });
    const refused = await dial(caller, "switcher", { anonymous: "1" });
    expect(refused.twiml).toContain("<Reject");
    // The caller reads "offline"; for the callee there was no call.
    expect(await (await getCall(caller, refused.ref)).json()).toMatchObject({
      outcome: "offline",
      refusal: null,
    });
    expect((await getCall(callee, refused.ref)).status).toBe(404);
    expect((await dial(caller, "switcher")).twiml).toContain("<Dial");
    await settings(callee, { acceptsAnonymous: true });
    expect((await dial(caller, "switcher", { anonymous: "1" })).twiml).toContain("<Dial");
  });

  test("not a person who is blocked by name, since the block turns anonymous calls off", async () => {
    const [callee, pest] = [await newPerson("left_alone"), await newPerson("pest_two")];
    await beat(callee, { hidden: true });
    await block(callee, { username: "pest_two" });
    const call = await dial(pest, "left_alone", { anonymous: "1" });
    expect(call.twiml).toContain("<Reject");
    expect((await getCall(callee, call.ref)).status).toBe(404);
  });

  test("nobody, if only known people may ring: the call is missed, as that of any stranger", async () => {
    const [callee, friend] = [await newPerson("picky"), await newPerson("friend_one")];
    await beat(callee, { hidden: true });
    await settings(callee, { callPolicy: "known" });
    await allowed(callee, "friend_one");
    const call = await dial(friend, "picky", { anonymous: "1" });
    expect(call.twiml).toContain("<Reject");
    expect(await (await getCall(callee, call.ref)).json()).toMatchObject({ outcome: "offline", peer: null });
    expect((await dial(friend, "picky")).twiml).toContain("<Dial");
  });
});
