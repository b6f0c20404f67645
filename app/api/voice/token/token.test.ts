import { eq, sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { tokenResponseSchema } from "@/lib/contracts";
import { sessions } from "@/lib/db";
import { testEnvironment } from "@/lib/db/testing/environment";
import * as configuration from "@/lib/env";
import { createVoiceToken } from "@/lib/server/voice/voice-token";
import { startApp } from "../../_testing/app";
import { Browser } from "../../_testing/browser";
import { identityOf, newPerson, otherDevice, signOut } from "../../_testing/people";
import { voiceToken as route } from "../../_testing/routes";

const app = startApp();

const path = "/api/voice/token";

function claimsOf(token: string) {
  const [header, payload] = token.split(".", 2).map((part) => {
    return JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
  });
  return { header, payload };
}

test("a request without a session gets 401 and no token", async () => {
  const response = await new Browser().send(route.POST, path, { method: "POST" });
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual({
    error: { code: "unauthenticated", message: expect.any(String) },
  });
});

test("a body, query or header that names another person is ignored", async () => {
  const ann = await newPerson("token_ann");
  const identity = await identityOf(ann);
  const response = await ann.browser.send(route.POST, `${path}?identity=u_other`, {
    json: { identity: "u_other", Identity: "u_other" },
    headers: { "x-identity": "u_other" },
  });
  const answer = tokenResponseSchema.parse(await response.json());
  expect(answer.identity).toBe(identity);
  const { payload } = claimsOf(answer.token);
  expect(payload).toMatchObject({ grants: { identity } });
});

test("the token has only the voice grant, for 600 s", async () => {
  const ann = await newPerson("token_ben");
  const response = await ann.browser.send(route.POST, path, { method: "POST" });
  expect(response.headers.get("cache-control")).toBe("no-store");
  const answer = tokenResponseSchema.parse(await response.json());
  const { header, payload } = claimsOf(answer.token);
  expect(header).toEqual({ alg: "HS256", typ: "JWT", cty: "twilio-fpa;v=1" });
  const iat = payload?.iat as number;
  expect(payload).toEqual({
    jti: expect.stringContaining(testEnvironment.TWILIO_API_KEY),
    iss: testEnvironment.TWILIO_API_KEY,
    sub: testEnvironment.TWILIO_ACCOUNT_SID,
    iat,
    exp: iat + 600,
    grants: {
      identity: answer.identity,
      voice: {
        incoming: { allow: true },
        outgoing: { application_sid: testEnvironment.TWILIO_TWIML_APP_SID },
      },
    },
  });
  const early = iat + 600 - Date.parse(answer.expiresAt) / 1000;
  expect(early === 0 || early === 1).toBe(true);
  expect(answer.signaling).toBe(testEnvironment.VOICE_GATEWAY_URL);
});

test("the token of an account in another region names the region, and the answer its edge", async () => {
  const ann = await newPerson("token_gus");
  const real = configuration.env();
  vi.spyOn(configuration, "env").mockReturnValue({
    ...real,
    TWILIO_REGION: "ie1",
    TWILIO_EDGE: "dublin",
  });
  const response = await ann.browser.send(route.POST, path, { method: "POST" });
  const answer = tokenResponseSchema.parse(await response.json());
  expect(claimsOf(answer.token).header).toMatchObject({ twr: "ie1" });
  expect(answer.edge).toBe("dublin");
  vi.restoreAllMocks();
});

test("the 31st token request of a person in a minute gets 429 with Retry-After", async () => {
  const ann = await newPerson("token_cat");
  const ask = () => ann.browser.send(route.POST, path, { method: "POST" });
  for (let count = 0; count < 30; count++) expect((await ask()).status).toBe(200);
  const response = await ask();
  expect(response.status).toBe(429);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(50);
  await identityOf(await newPerson("token_dan"));
});

test("a cookie copied before the sign-out gets no token", async () => {
  const ann = await newPerson("token_eve");
  const stolen = new Browser();
  for (const [name, value] of ann.browser.cookies) stolen.cookies.set(name, value);
  expect((await stolen.send(route.POST, path, { method: "POST" })).status).toBe(200);
  await signOut(ann.browser);
  expect((await stolen.send(route.POST, path, { method: "POST" })).status).toBe(401);
});

test("the identity is that of the device, and the token does not outlive the session", async () => {
  const ann = await newPerson("token_hal");
  const laptop = await otherDevice(ann);
  const ask = async (of: typeof ann) =>
    tokenResponseSchema.parse(await (await of.browser.send(route.POST, path, { method: "POST" })).json());
  const [one, other] = [await ask(ann), await ask(laptop)];
  for (const { identity } of [one, other]) expect(identity).toMatch(/^u_[A-Za-z0-9]+_[A-Za-z0-9]+$/);
  expect(one.identity).not.toBe(other.identity);
  expect(one.identity.length).toBeLessThanOrEqual(121);

  const voiceId = one.identity.split("_").at(-1) ?? "";
  const left = async (seconds: number) => {
    const session = await findSessionOf(voiceId, seconds);
    const { payload } = claimsOf((await createVoiceToken(session)).token);
    return Number(payload?.exp) - Number(payload?.iat);
  };
  expect(await left(3_000)).toBe(600);
  const short = await left(40);
  expect(short).toBeGreaterThan(0);
  expect(short).toBeLessThanOrEqual(40);
  await expect(left(0.5)).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(left(-5)).rejects.toMatchObject({ code: "unauthenticated" });
});

/** The session, which ends so many seconds from now. */
async function findSessionOf(
  voiceId: string,
  seconds: number,
): Promise<Parameters<typeof createVoiceToken>[0]> {
  const [row] = await app.db
    .update(sessions)
    .set({ expiresAt: sql`now() + make_interval(secs => ${seconds})` })
    .where(eq(sessions.voiceId, voiceId))
    .returning();
  if (!row) throw new Error("no session");
  return { id: row.id, voiceId, person: { id: row.userId, username: "token_gus", displayName: "Gus" } };
}

test("a request from another site's page is refused", async () => {
  const ann = await newPerson("token_fay");
  const headers = { origin: "https://evil.example" };
  const response = await ann.browser.send(route.POST, path, { method: "POST", headers });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ error: { code: "forbidden" } });
});
