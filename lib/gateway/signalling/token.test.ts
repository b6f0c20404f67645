import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Account } from "../account/account";
import { CONFIG, claimsFor, HEADER, signToken, tokenFor } from "../testing/account";
import { FakeClock } from "../testing/clock";
import { TokenVerifier } from "./token";

const NOW = Date.UTC(2026, 0, 1);
const good = claimsFor("alice", NOW);
const account = new Account(CONFIG, new FakeClock());
const verifier = new TokenVerifier(account);
const check = (token: string) => verifier.verify(token, NOW);

test("a valid token yields its identity and grants", async () => {
  expect(await check(tokenFor("alice", NOW))).toEqual({
    ok: true,
    grant: {
      identity: "alice",
      expiresAt: NOW / 1000 + 600,
      outgoingApplicationSid: CONFIG.applicationSid,
      outgoingParams: new Map(),
      mayReceive: true,
    },
  });
});

test("the longest life that Twilio allows, 24 h, is accepted", async () => {
  expect(await check(tokenFor("alice", NOW, 86_400))).toMatchObject({ ok: true });
});

test("a token without identity is accepted", async () => {
  const { identity: _, ...grants } = good.grants;
  expect(await check(signToken(HEADER, { ...good, grants }))).toMatchObject({
    ok: true,
    grant: { identity: undefined, outgoingApplicationSid: CONFIG.applicationSid },
  });
});

test("the parameters of the outgoing grant are read as text", async () => {
  const outgoing = {
    application_sid: CONFIG.applicationSid,
    params: { team: "blue", level: 3, tags: ["a"] },
  };
  const verdict = await check(
    signToken(HEADER, { ...good, grants: { identity: "alice", voice: { outgoing } } }),
  );
  expect(verdict).toMatchObject({
    grant: {
      outgoingParams: new Map([
        ["team", "blue"],
        ["level", "3"],
        ["tags", '["a"]'],
      ]),
    },
  });
});

describe("a token of another key of the account", () => {
  const byKey = ({ sid, secret }: { sid: string; secret: string }) =>
    signToken(HEADER, { ...good, iss: sid }, secret);

  test("is accepted, with that key's secret and no other's", async () => {
    const key = account.keys.create("another");
    expect(await check(byKey(key))).toMatchObject({ ok: true });
    expect(await check(byKey({ ...key, secret: CONFIG.apiSecret }))).toMatchObject({
      ok: false,
      code: 31204,
    });
    expect(await check(byKey({ sid: CONFIG.apiKey, secret: key.secret }))).toMatchObject({ ok: false });
  });

  test("is refused once the key is deleted", async () => {
    const key = account.keys.create("short-lived");
    expect(await check(byKey(key))).toMatchObject({ ok: true });
    account.keys.delete(key.sid);
    expect(await check(byKey(key))).toMatchObject({ ok: false, code: 31204 });
  });
});

test("a token of an account that is not active is refused, and a bad one is still told that it is bad", async () => {
  account.standing = { ...account.goodStanding(), status: "suspended" };
  expect(await check(tokenFor("alice", NOW))).toMatchObject({ ok: false, code: 31201 });
  expect(await check(signToken(HEADER, good, "another secret"))).toMatchObject({ ok: false, code: 31204 });
  account.standing = account.goodStanding();
  expect(await check(tokenFor("alice", NOW))).toMatchObject({ ok: true });
});

describe("bad tokens", () => {
  const unsigned = signToken({ ...HEADER, alg: "none" }, good).replace(/[^.]*$/, "");
  const [head, , tail] = tokenFor("alice", NOW).split(".");
  const forged = Buffer.from(JSON.stringify(claimsFor("bob", NOW))).toString("base64url");
  const hs512 = (() => {
    const body = signToken({ ...HEADER, alg: "HS512" }, good).replace(/\.[^.]*$/, "");
    return `${body}.${createHmac("sha512", CONFIG.apiSecret).update(body).digest("base64url")}`;
  })();

  test.each([
    ["that is not a JWT", "hello", 31204],
    ["with four parts", `${tokenFor("alice", NOW)}.x`, 31204],
    ["with alg none and no signature", unsigned, 31204],
    ["with alg none and a signature", signToken({ ...HEADER, alg: "none" }, good), 31204],
    ["signed with HS512", hs512, 31204],
    ["with another typ", signToken({ ...HEADER, typ: "at+jwt" }, good), 31204],
    ["without cty", signToken({ ...HEADER, cty: undefined }, good), 31204],
    ["signed with another key", signToken(HEADER, good, "another secret"), 31204],
    ["with the claims of another token", `${head}.${forged}.${tail}`, 31204],
    ["of another issuer", signToken(HEADER, { ...good, iss: "SK_other" }), 31204],
    ["without issuer", signToken(HEADER, { ...good, iss: undefined }), 31204],
    ["with a number as issuer", signToken(HEADER, { ...good, iss: 1 }), 31204],
    ["with a name of an object's own as issuer", signToken(HEADER, { ...good, iss: "__proto__" }), 31204],
    ["whose claims are no object", signToken(HEADER, "text" as unknown as object), 31204],
    ["of another account", signToken(HEADER, { ...good, sub: "AC_other" }), 31201],
    ["without account", signToken(HEADER, { ...good, sub: undefined }), 31204],
    ["with a number as account", signToken(HEADER, { ...good, sub: 1 }), 31204],
    ["that has expired", signToken(HEADER, { ...good, exp: NOW / 1000 }), 31205],
    ["that is valid for more than a day", signToken(HEADER, { ...good, exp: NOW / 1000 + 90_000 }), 31207],
    ["without expiry", signToken(HEADER, { ...good, exp: undefined }), 31204],
    ["that is not valid yet", signToken(HEADER, { ...good, nbf: NOW / 1000 + 5 }), 31204],
    ["without voice grant", signToken(HEADER, { ...good, grants: { identity: "alice" } }), 31201],
    ["with an identity that Twilio refuses", signToken(HEADER, claimsFor("alice b", NOW)), 31105],
    [
      "with a number as identity",
      signToken(HEADER, { ...good, grants: { ...good.grants, identity: 1 } }),
      31204,
    ],
  ])("a token %s is refused", async (_name, token, code) => {
    expect(await check(token)).toMatchObject({ ok: false, code });
  });
});
