import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "./password";

/** OWASP's second recommendation for argon2id. */
const settings = "$argon2id$v=19$m=19456,t=2,p=1$";

test("a hash is made with argon2id at OWASP's cost, with a salt of its own", async () => {
  const [one, other] = await Promise.all([hashPassword("a password"), hashPassword("a password")]);
  expect(one.startsWith(settings)).toBe(true);
  expect(other.startsWith(settings)).toBe(true);
  expect(other).not.toBe(one);
});

test("a password matches its own hash only, and nothing matches a missing hash", async () => {
  const hash = await hashPassword("a password");
  expect(await verifyPassword(hash, "a password")).toBe(true);
  for (const wrong of ["", "A password", "a password ", "a passwor"]) {
    expect(await verifyPassword(hash, wrong)).toBe(false);
  }
  for (const none of [null, undefined]) expect(await verifyPassword(none, "a password")).toBe(false);
});
