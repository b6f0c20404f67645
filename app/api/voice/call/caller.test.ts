import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { startApp } from "../../_testing/app";
import { rowsOf } from "../../_testing/calls";
import { voiceRequest, webhook } from "../../_testing/network";
import { beat, identityOf, newDevice } from "../../_testing/people";

startApp();

test("only a From of the form client:identity is a caller, although the rest of it is an identity", async () => {
  const [ann, ben] = [await newDevice(), await newDevice()];
  await beat(ben, { hidden: true });
  const identity = await identityOf(ann);
  for (const From of [
    identity,
    `CLIENT:${identity}`,
    `sip:${identity}`,
    ` client:${identity}`,
    `client:client:${identity}`,
  ]) {
    const ref = randomUUID();
    const form = { ...voiceRequest(identity, { To: ben.username, ref }), From };
    expect(await (await webhook("call", form)).text(), From).toContain("<Reject");
    expect(await rowsOf(ref), From).toEqual([]);
  }
  const ref = randomUUID();
  expect(await (await webhook("call", voiceRequest(identity, { To: ben.username, ref }))).text()).toContain(
    "<Dial",
  );
});
