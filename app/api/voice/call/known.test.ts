import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { startApp } from "../../_testing/app";
import { dial, dialEnded, report } from "../../_testing/calls";
import { voiceRequest, webhook } from "../../_testing/network";
import { beat, identityOf, newPerson, type TestPerson } from "../../_testing/people";
import { allow } from "../../_testing/routes";

startApp();

let caller: TestPerson;
let callee: TestPerson;
beforeEach(async () => {
  caller = await newPerson(`who_${randomUUID().slice(0, 8)}`);
  callee = await newPerson(`me_too_${randomUUID().slice(0, 8)}`);
  await beat(caller, { hidden: true });
  await beat(callee, { hidden: true });
});

const knownIn = (twiml: string) => /<Parameter name="known" value="(\d)"/.exec(twiml)?.[1];
const known = async () => knownIn((await dial(caller, callee.username)).twiml);

test("a caller whom I have not answered is new, however often they call", async () => {
  expect(await known()).toBe("0");
  expect(await known()).toBe("0");
});

test("a caller is known once I have answered them, also while that call still lasts", async () => {
  const call = await dial(caller, callee.username);
  await report(call, "in-progress");
  expect(await known()).toBe("1");
  await dialEnded(call, "completed");
  expect(await known()).toBe("1");
});

test("the same webhook again has the same answer after I answered", async () => {
  const form = voiceRequest(await identityOf(caller), { To: callee.username, ref: randomUUID() });
  const first = await (await webhook("call", form)).text();
  await dialEnded({ ref: "", callSid: String(form.CallSid), childSid: "", twiml: first }, "completed");
  expect(await (await webhook("call", form)).text()).toBe(first);
  expect(knownIn(first)).toBe("0");
});

test("a caller is known if I have called or allowed them", async () => {
  await dial(callee, caller.username);
  expect(await known()).toBe("1");
  const other = await newPerson(`other_${randomUUID().slice(0, 8)}`);
  const context = { params: Promise.resolve({ username: other.username }) };
  await callee.browser.send(allow.PUT, `/api/people/${other.username}/allow`, { method: "PUT", context });
  expect(knownIn((await dial(other, callee.username)).twiml)).toBe("1");
});

test("an anonymous call neither says whether its caller is known nor makes them known", async () => {
  const anonymous = await dial(caller, callee.username, { anonymous: "1" });
  expect(knownIn(anonymous.twiml)).toBeUndefined();
  await report(anonymous, "in-progress");
  await dialEnded(anonymous, "completed");
  await dial(callee, caller.username, { anonymous: "1" });
  expect(await known()).toBe("0");
});
