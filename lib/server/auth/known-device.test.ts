import fc from "fast-check";
import { beforeEach, expect, test, vi } from "vitest";
import { database, rateLimits } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { env } from "@/lib/env";
import { createPerson } from "../people/create-person";
import { replacePasswordHash } from "../people/password-hash";
import { deviceCookies, rememberDevice } from "./known-device";
import { verifyCredentials } from "./verify-credentials";

// These tests are about counts. Argon2 takes its time on purpose, and would take minutes here.
vi.mock("./password", () => ({
  verifyPassword: async (passwordHash: string | null, password: string) =>
    passwordHash === `hash of ${password}`,
}));

const right = "correct horse battery";
const passwordHash = `hash of ${right}`;
const otherHash = "hash of staple of my own";

onBothDatabases(() => {
  beforeEach(async () => {
    await (await database()).delete(rateLimits);
  });

  async function person(username: string): Promise<string> {
    const id = await createPerson({ username, displayName: username, passwordHash });
    if (!id) throw new Error(`${username} exists`);
    return id;
  }

  /** The browser that has these cookies: the headers of its requests. */
  const browserWith = (cookie: string) => new Headers({ host: "localhost:3000", cookie });

  /** Signs a person in on a browser that may know others, and returns that browser. */
  async function remember(id: string, before = new Headers()): Promise<Headers> {
    const line = await rememberDevice(before, id);
    return browserWith(line?.split(";", 1)[0] ?? "");
  }

  type Outcome = "in" | "wrong" | "limited";
  async function attempt(
    username: string,
    password: string,
    from: { address?: string; device?: Headers } = {},
  ) {
    const { address = "192.0.2.1", device = new Headers() } = from;
    return verifyCredentials({ username, password }, address, deviceCookies(device)).then<Outcome, Outcome>(
      (id) => (id === null ? "wrong" : "in"),
      ({ code }) => {
        expect(code).toBe("rate_limited");
        return "limited";
      },
    );
  }
  async function guess(username: string, times: number, from: Parameters<typeof attempt>[2] = {}) {
    const outcomes: Outcome[] = [];
    for (let count = 0; count < times; count++)
      outcomes.push(await attempt(username, `guess ${count}`, from));
    return outcomes;
  }

  test("strangers who guess lock out other strangers, and not the owner's known device", async () => {
    const device = await remember(await person("owner"));
    const address = (count: number) => ({ address: `198.51.100.${count}` });
    for (let count = 0; count < 25; count++) await guess("owner", 1, address(count));
    expect(await attempt("owner", right, address(99))).toBe("limited");
    expect(await attempt("owner", right, { device })).toBe("in");
    expect(await attempt("OWNER ", right, { device })).toBe("in");
  });

  test("guesses at other accounts from the same address do not keep a known device out", async () => {
    const device = await remember(await person("neighbour"));
    for (let count = 0; count < 50; count++) await attempt(`victim_${count}`, "x");
    expect(await attempt("neighbour", right)).toBe("limited");
    expect(await attempt("neighbour", right, { device })).toBe("in");
  });

  test("a known device has ten wrong attempts of its own, which count for nobody else", async () => {
    const id = await person("clumsy");
    const [device, phone] = [await remember(id), await remember(id)];
    expect(await guess("clumsy", 12, { device })).toEqual([...Array(10).fill("wrong"), "limited", "limited"]);
    expect(await attempt("clumsy", right, { device })).toBe("limited");
    expect(await attempt("clumsy", right, { device: phone })).toBe("in");
    expect(await attempt("clumsy", right)).toBe("in");
  });

  test("being known for one person is worth nothing at another's account", async () => {
    await person("target");
    const device = await remember(await person("attacker"));
    await guess("target", 10);
    expect(await attempt("target", right, { device })).toBe("limited");
    expect(await attempt("attacker", right, { device })).toBe("in");
  });

  test("a change of the password ends what was known; the device that changed it is known again", async () => {
    const id = await person("renewed");
    const device = await remember(id);
    await replacePasswordHash(id, { before: passwordHash, after: otherHash });
    const changed = await remember(id, device);
    await guess("renewed", 10);
    expect(await attempt("renewed", "staple of my own", { device })).toBe("limited");
    expect(await attempt("renewed", "staple of my own", { device: changed })).toBe("in");
  });

  test("one browser is known for several people, and the last eight of them", async () => {
    const names = Array.from({ length: 9 }, (_, index) => `family_${index}`);
    let device = new Headers();
    for (const name of names) device = await remember(await person(name), device);
    for (const name of names) await guess(name, 10, { address: `203.0.113.${name.at(-1)}` });
    const [first, ...others] = names;
    expect(await attempt(first ?? "", right, { device, address: "203.0.113.99" })).toBe("limited");
    for (const name of others) expect(await attempt(name, right, { device })).toBe("in");
  });

  test("the cookie has no name, id or hash in it, and its parts do not fit together otherwise", async () => {
    const [id, otherId] = [await person("quiet"), await person("other_quiet")];
    const cookie = (await remember(id)).get("cookie") ?? "";
    expect(cookie).toMatch(/^browser-phone-3000\.device=[\w-]{22}\.[\w-]{43}$/);
    for (const secret of [id, "quiet", passwordHash]) expect(cookie).not.toContain(secret);
    const [, device, proof] = /=(.*)\.(.*)/.exec(cookie) ?? [];
    const [, otherDevice] = /=(.*)\./.exec((await remember(otherId)).get("cookie") ?? "") ?? [];
    await guess("quiet", 10);
    for (const value of [
      `${otherDevice}.${proof}`,
      `${device}.${proof}x`,
      `${device}.`,
      `.${proof}`,
      `${proof}`,
    ]) {
      const forged = browserWith(`browser-phone-3000.device=${value}`);
      expect(await attempt("quiet", right, { device: forged })).toBe("limited");
    }
  });

  test("no cookie that somebody makes up fails, or makes a device known", async () => {
    await person("made_up");
    await guess("made_up", 10);
    const value = fc.string({ unit: fc.constantFrom(..."aZ09._~-%= ,"), maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(value, async (made) => {
        const device = browserWith(`browser-phone-3000.device=${made}`);
        expect(await attempt("made_up", right, { device })).toBe("limited");
      }),
      { numRuns: 40 },
    );
  });

  test("a proof that was made with another secret is worth nothing", async () => {
    const device = await remember(await person("rotated"));
    await guess("rotated", 10);
    const { NEXTAUTH_SECRET } = env();
    try {
      env().NEXTAUTH_SECRET = "0".repeat(64);
      expect(await attempt("rotated", right, { device })).toBe("limited");
    } finally {
      env().NEXTAUTH_SECRET = NEXTAUTH_SECRET;
    }
    expect(await attempt("rotated", right, { device })).toBe("in");
  });

  test("attempts that are refused for their address do not count for the account", async () => {
    await person("passer_by");
    for (let count = 0; count < 50; count++) await attempt(`someone_${count}`, "x");
    expect(await guess("passer_by", 12)).toEqual(Array(12).fill("limited"));
    expect(await attempt("passer_by", right, { address: "203.0.113.7" })).toBe("in");
  });

  test("names that do not exist are limited as the others are", async () => {
    await person("existing");
    const device = await remember(await person("visitor"));
    const [known, unknown] = [
      await guess("existing", 12, { device }),
      await guess("no_such_name", 12, { device }),
    ];
    expect(unknown).toEqual(known);
  });

  test("a person without a password is known on no device", async () => {
    const id = await createPerson({ username: "by_github", displayName: "x", passwordHash: null });
    expect(await rememberDevice(new Headers(), id ?? "")).toBeNull();
  });
});
