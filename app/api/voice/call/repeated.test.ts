import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startApp } from "../../_testing/app";
import { dial, rowsOf } from "../../_testing/calls";
import { voiceRequest, webhook } from "../../_testing/network";
import { beat, identityOf, newPerson, type TestPerson } from "../../_testing/people";

const app = startApp();
const reject = '<?xml version="1.0" encoding="UTF-8"?><Response><Reject reason="busy"/></Response>';

let ann: TestPerson;
let ben: TestPerson;
beforeAll(async () => {
  ann = await newPerson("ann");
  ben = await newPerson("ben");
});
beforeEach(() => beat(ann, { hidden: true }));

describe("a repeated voice webhook", () => {
  test("has one row and the same answer, both simultaneously and after the callee has gone", async () => {
    const caller = await newPerson("repeat");
    const callee = await newPerson("repeated");
    await beat(callee, { hidden: true });
    const form = voiceRequest(await identityOf(caller), { To: "repeated", ref: randomUUID() });
    const ask = async () => (await webhook("call", form, { "i-twilio-idempotency-token": "t" })).text();
    // With a connection for each, so that none is late because it has to open one.
    await Promise.all([1, 2, 3, 4].map(() => app.db.execute(sql`select pg_sleep(0.2)`)));
    const first = await Promise.all([ask(), ask(), ask()]);
    await beat(callee, { phone: "gone" });
    const all = [...first, await ask(), await ask()];
    expect(new Set(all).size).toBe(1);
    expect(all[0]).toContain("<Dial");
    expect(await rowsOf(String(form.ref))).toHaveLength(1);
  });

  test("rings no Device and changes nothing when it is of another leg under the same ref", async () => {
    const caller = await newPerson("twice");
    const { ref } = await dial(caller, "ann");
    const before = await rowsOf(ref);
    expect((await dial(caller, "ann", { ref })).twiml).toBe(reject);
    expect((await dial(caller, "ben", { ref })).twiml).toBe(reject);
    expect(await rowsOf(ref)).toEqual(before);
  });

  test("is refused and changes nothing when it has the ref of another person's call", async () => {
    const thief = await newPerson("thief");
    const { ref } = await dial(ben, "ann");
    const before = await rowsOf(ref);
    expect((await dial(thief, "ann", { ref })).twiml).toBe(reject);
    expect(await rowsOf(ref)).toEqual(before);
  });
});
