import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { meSchema, personResponseSchema } from "@/lib/contracts";
import { createInvitation } from "@/lib/server/operator/invitations";
import { setSwitch } from "@/lib/server/operator/switches";
import { startApp } from "../_testing/app";
import { Browser } from "../_testing/browser";
import { newAddress, newPerson, signIn } from "../_testing/people";
import { me, people, person } from "../_testing/routes";

startApp();
afterEach(() => setSwitch("sign_up", null));

async function signUp(username: string, displayName = "Somebody", invitation?: unknown): Promise<unknown> {
  const response = await new Browser().send(people.POST, "/api/people", {
    json: { username, displayName, password: "correct horse battery", invitation },
    headers: { "x-forwarded-for": newAddress() },
  });
  return response.ok ? response.status : codeOf(response);
}

async function codeOf(response: Response): Promise<unknown> {
  const { error } = (await response.json()) as { error: { code: string } };
  return [response.status, error.code];
}

test.each(["al1ce", "a1ice", "alice_", "_alice", "al_ice", "allce"])(
  "the username %s is refused beside alice",
  async (username) => {
    await signUp("alice");
    expect(await signUp(username)).toEqual([409, "username_similar"]);
    expect(await signUp("alice")).toEqual([409, "username_taken"]);
  },
);

test.each(["admin", "support", "adm1n", "twilio", "everyone", "support_team"])(
  "the username %s is refused as reserved",
  async (username) => {
    expect(await signUp(username)).toEqual([400, "name_reserved"]);
  },
);

test.each([
  ["Support", "name_reserved"],
  ["аnonymous", "name_reserved"],
  ["非通知", "name_reserved"],
  ["Аlice", "name_misleading"],
  ["Alice (@alice)", "name_misleading"],
  ["a\u202eb", "bad_request"],
])(
  "the display name %s is refused with %s, at sign-up and later, and nothing changes",
  async (name, code) => {
    expect(await signUp(`name_${randomUUID().slice(0, 8)}`, name)).toEqual([400, code]);
    const { browser, displayName } = await newPerson(`later_${randomUUID().slice(0, 8)}`);
    const answer = await browser.send(me.PATCH, "/api/me", { method: "PATCH", json: { displayName: name } });
    expect(await codeOf(answer)).toEqual([400, code]);
    const now = meSchema.parse(await (await browser.send(me.GET, "/api/me")).json());
    expect(now.displayName).toBe(displayName);
  },
);

test.each([" Typer_1 ", "@typer_1", "ｔｙｐｅｒ＿１", "＠TYPER_1", "typer_\u200b1"])(
  "%j signs typer_1 in, and leads to their call link",
  async (typed) => {
    await signUp("typer_1");
    const browser = new Browser();
    expect((await signIn(browser, typed)).status).toBe(200);
    const context = { params: Promise.resolve({ username: typed }) };
    const found = await browser.send(person.GET, `/api/people/${encodeURIComponent(typed)}`, { context });
    expect(personResponseSchema.parse(await found.json()).person.username).toBe("typer_1");
  },
);

test("an account is refused with the reason while sign-up is closed or by invitation", async () => {
  const join = (username: string, invitation?: unknown) => signUp(username, username, invitation);
  expect(await join("eve")).toBe(201);
  await setSwitch("sign_up", "closed");
  expect(await join("ben")).toEqual([403, "sign_up_closed"]);
  await setSwitch("sign_up", "invitation");
  expect(await join("ben")).toEqual([403, "invitation_needed"]);
  expect(await join("ben", "not a code")).toEqual([403, "invitation_needed"]);
  expect(await join("ben", "x".repeat(65))).toEqual([400, "bad_request"]);
  expect(await join("ben", 7)).toEqual([400, "bad_request"]);
  const code = await createInvitation({ uses: 1, days: 1 });
  expect(await join("ben", code)).toBe(201);
  expect(await join("cat", code)).toEqual([403, "invitation_needed"]);
});
