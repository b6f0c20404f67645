import { afterEach, expect, test, vi } from "vitest";
import { onBothDatabases } from "@/lib/db/testing/both";
import { createPerson } from "../people/create-person";
import * as passwords from "./password";
import { verifyCredentials } from "./verify-credentials";

afterEach(() => vi.restoreAllMocks());

onBothDatabases(() => {
  test("of a text of any length argon2 reads at most one character more than a password may have", async () => {
    const longest = "p".repeat(200);
    const passwordHash = await passwords.hashPassword(longest);
    await createPerson({ username: "long_one", displayName: "Long", passwordHash });
    const verify = vi.spyOn(passwords, "verifyPassword");
    const attempt = async (password: string) =>
      (await verifyCredentials({ username: "long_one", password }, ""))?.id ?? null;
    expect(await attempt(longest)).toMatch(/^u_/);
    expect(await attempt("p".repeat(2_000_000))).toBeNull();
    expect(await attempt(`${longest}p`)).toBeNull();
    const lengths = verify.mock.calls.map(([, password]) => password.length);
    expect(lengths).toEqual([200, 201, 201]);
  });

  test("an unknown name is verified too, against a hash of nobody", async () => {
    const verify = vi.spyOn(passwords, "verifyPassword");
    expect(await verifyCredentials({ username: "nobody_here", password: "x" }, "")).toBeNull();
    expect(await verifyCredentials({ username: "\0", password: "x" }, "")).toBeNull();
    expect(verify).toHaveBeenCalledTimes(2);
  });
});
