import { count } from "drizzle-orm";
import { expect, test } from "vitest";
import { calls } from "@/lib/db";
import { startApp } from "../../_testing/app";
import { voiceRequest, webhook } from "../../_testing/network";
import { identityOf, newPerson } from "../../_testing/people";

const app = startApp();
const reject = '<?xml version="1.0" encoding="UTF-8"?><Response><Reject reason="busy"/></Response>';

test("a test call, which names nobody, rings its own caller alone, leaves no row and counts against the limit", async () => {
  const tester = await newPerson("tester");
  const identity = await identityOf(tester);
  const [before] = await app.db.select({ number: count() }).from(calls);
  const ask = async () => (await webhook("call", voiceRequest(identity, {}))).text();
  const twiml = await ask();
  expect(twiml.match(/<Identity>[^<]*<\/Identity>/g)).toEqual([`<Identity>${identity}</Identity>`]);
  expect(twiml).toContain('<Parameter name="test" value="1"/>');
  for (let number = 1; number < 20; number++) expect(await ask()).toContain("<Dial");
  expect(await ask()).toBe(reject);
  expect(await app.db.select({ number: count() }).from(calls)).toEqual([before]);
});
