import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { suspendPerson } from "@/lib/server/auth/suspend-person";
import { restorePerson } from "@/lib/server/people/suspend";
import { startApp } from "./_testing/app";
import { Browser } from "./_testing/browser";
import { dial, recordOf } from "./_testing/calls";
import { voiceRequest, webhook } from "./_testing/network";
import { beat, identityOf, newPerson, signIn, type TestPerson } from "./_testing/people";
import { me, person, presence, voiceToken } from "./_testing/routes";
import { inScope } from "./_testing/scope";

startApp();
let ann: TestPerson;
let identity: string;

beforeAll(async () => {
  ann = await newPerson("ann");
  await beat(ann, { hidden: true });
  identity = await identityOf(ann);
});

/** Whether the sign-in page would tell this browser of a suspension. */
async function visits({ browser }: TestPerson): Promise<boolean> {
  // Not at the top, since ./_testing/scope must be loaded before it.
  const { isSuspendedVisitor } = await import("@/lib/server/auth");
  const headers = new Headers({ cookie: [...browser.cookies].map((pair) => pair.join("=")).join("; ") });
  return inScope({ cookies: new Map(browser.cookies), headers }, isSuspendedVisitor);
}

test("a suspended person gets nothing, calls nobody, is away for callers, and is told why", async () => {
  const ben = await newPerson("ben");
  await beat(ben, { hidden: true });
  expect(await visits(ann)).toBe(false);
  await suspendPerson("ann");

  // With the cookie and the access token from before.
  const beaten = { tab: ann.tab, phone: "ready", hidden: false, ref: null };
  const answers = await Promise.all([
    ann.browser.send(me.GET, "/api/me"),
    ann.browser.send(voiceToken.POST, "/api/voice/token", { method: "POST" }),
    ann.browser.send(presence.POST, "/api/presence", { json: beaten }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  const asked: Record<string, string>[] = [{ To: "ben", ref: randomUUID() }, {}];
  for (const custom of asked) {
    expect(await (await webhook("call", voiceRequest(identity, custom))).text()).toContain("<Reject");
  }

  // For others the person is away.
  const call = await dial(ben, "ann");
  expect(call.twiml).toContain("<Reject");
  expect(await recordOf(ben, call)).toMatchObject({ outcome: "offline", refusal: null });
  const context = { params: Promise.resolve({ username: "ann" }) };
  expect((await ben.browser.send(person.GET, "/api/people/ann", { context })).status).toBe(404);

  // The person learns it, by their password or by the cookie that they still have. A stranger does not.
  const refused = await signIn(new Browser(), "ann");
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ error: { code: "suspended" } });
  const wrong = await signIn(new Browser(), "ann", "a wrong password");
  expect(await wrong.json()).toMatchObject({ error: { code: "wrong_password" } });
  expect(await visits(ann)).toBe(true);
  expect(await visits(ben)).toBe(false);
  expect(await visits({ ...ann, browser: new Browser() })).toBe(false);

  await restorePerson("ann");
  expect(await visits(ann)).toBe(false);
  expect((await signIn(ann.browser, "ann")).status).toBe(200);
  expect((await ann.browser.send(me.GET, "/api/me")).status).toBe(200);
});
