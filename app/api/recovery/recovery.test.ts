import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { recoveryCodesLeftSchema, recoveryCodesSchema } from "@/lib/contracts";
import { recoveryCodes as rows, users } from "@/lib/db";
import { hashPassword } from "@/lib/server/auth/password";
import { suspendPerson } from "@/lib/server/auth/suspend-person";
import { startApp } from "../_testing/app";
import { Browser } from "../_testing/browser";
import { addPasskey, askToShow, codeOf } from "../_testing/passkeys";
import { newAddress, newDevice, newPerson, password, signIn } from "../_testing/people";
import { me, people, recovery, recoveryCodes } from "../_testing/routes";

const app = startApp();
afterEach(() => vi.restoreAllMocks());

const next = "staple of my own";
const statusOf = async (browser: Browser) => (await browser.send(me.GET, "/api/me")).status;
const wrong = [401, "wrong_recovery_code"];

/** Signs somebody up on a device, and returns the codes that they were shown. */
async function signUp(username: string, browser = new Browser()): Promise<string[]> {
  const answer = await browser.send(people.POST, "/api/people", {
    json: { username, displayName: username, password },
    headers: { "x-forwarded-for": newAddress() },
  });
  return recoveryCodesSchema.parse(await answer.json()).recoveryCodes;
}

function recover(
  browser: Browser,
  username: string,
  code: string | undefined,
  given = next,
  address = newAddress(),
) {
  return browser.send(recovery.POST, "/api/recovery", {
    json: { username, code: code ?? "", password: given },
    headers: { "x-forwarded-for": address },
  });
}

async function left(browser: Browser): Promise<number | null> {
  const answer = await browser.send(recoveryCodes.GET, "/api/me/recovery-codes");
  return recoveryCodesLeftSchema.parse(await answer.json()).left;
}

const renew = (browser: Browser, json: object) =>
  browser.send(recoveryCodes.POST, "/api/me/recovery-codes", { json });

describe("a recovery code", () => {
  test("sets a new password, signs in here and out everywhere else, and works once", async () => {
    const codes = await signUp("loser");
    const phone = new Browser();
    await signIn(phone, "loser");
    const browser = new Browser();
    expect((await recover(browser, "loser", codes[0])).status).toBe(204);
    expect(await statusOf(browser)).toBe(200);
    expect(await statusOf(phone)).toBe(401);
    expect((await signIn(new Browser(), "loser", password)).status).toBe(401);
    expect((await signIn(new Browser(), "loser", next)).status).toBe(200);
    expect(await codeOf(await recover(new Browser(), "loser", codes[0]))).toEqual(wrong);
    expect(await left(browser)).toBe(9);
    expect((await recover(new Browser(), "loser", codes[1])).status).toBe(204);
  });

  test("is taken however it is typed", async () => {
    const [one = "", two = "", three = ""] = await signUp("typist");
    const typed = [one.toLowerCase(), ` ${two.replaceAll("-", " ")} `, three.replaceAll("-", "－")];
    for (const code of typed) expect((await recover(new Browser(), " @Typist", code)).status).toBe(204);
  });

  test("is used up by one of two requests at the same moment", async () => {
    const [code] = await signUp("twice");
    const both = await Promise.all([
      recover(new Browser(), "twice", code),
      recover(new Browser(), "twice", code),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([204, 401]);
  });

  test("of another person, an unknown one, and one for an unknown name get the same answer", async () => {
    const [code] = await signUp("code_owner");
    await signUp("code_other");
    expect(await codeOf(await recover(new Browser(), "code_other", code))).toEqual(wrong);
    expect(await codeOf(await recover(new Browser(), "code_owner", "AAAA-BBBB-CCCC-DDDD"))).toEqual(wrong);
    expect(await codeOf(await recover(new Browser(), "nobody_at_all", code))).toEqual(wrong);
    expect(await codeOf(await recover(new Browser(), "\0'; drop table users", code))).toEqual(wrong);
  });

  test("is not used up by a password that is easy to guess, such as one's own display name", async () => {
    const [code] = await signUp("weak_chooser");
    await app.db.update(users).set({ displayName: "Zanzibar" }).where(eq(users.username, "weak_chooser"));
    for (const weak of ["password", "Zanzibar1"]) {
      const answer = await recover(new Browser(), "weak_chooser", code, weak);
      expect(await codeOf(answer)).toEqual([400, "weak_password"]);
    }
    expect((await recover(new Browser(), "weak_chooser", code)).status).toBe(204);
  });

  test("says that its person is suspended, to them alone, and is not used up", async () => {
    const [code] = await signUp("sent_away");
    await suspendPerson("sent_away");
    expect(await codeOf(await recover(new Browser(), "sent_away", code))).toEqual([403, "suspended"]);
    expect(await codeOf(await recover(new Browser(), "sent_away", "AAAA-BBBB-CCCC-DDDD"))).toEqual(wrong);
  });

  test("sets the first password of somebody who had none (GitHub, Google)", async () => {
    const { browser, username } = await newDevice();
    const made = await renew(browser, {});
    const [code] = recoveryCodesSchema.parse(await made.json()).recoveryCodes;
    expect((await recover(new Browser(), username, code)).status).toBe(204);
    expect((await signIn(new Browser(), username, next)).status).toBe(200);
  });

  test("does not work through a tunnel to local mode, as no sign-in does", async () => {
    const [code] = await signUp("tunneller");
    const json = { username: "tunneller", code, password: next };
    const headers = { "x-forwarded-host": "somebody.tunnel.example", "x-forwarded-for": newAddress() };
    const answer = await new Browser().send(recovery.POST, "/api/recovery", { json, headers });
    expect(await codeOf(answer)).toEqual([403, "forbidden"]);
  });

  test("goes with its person, and is stored only as a hash", async () => {
    const codes = await signUp("gone_soon");
    const stored = JSON.stringify(await app.db.select().from(rows));
    for (const code of codes) {
      expect(code).toMatch(/^(?:[A-HJKMNP-TV-Z2-9]{4}-){3}[A-HJKMNP-TV-Z2-9]{4}$/);
      expect(stored).not.toContain(code);
      expect(stored).not.toContain(code.replaceAll("-", ""));
    }
    const [person] = await app.db.delete(users).where(eq(users.username, "gone_soon")).returning();
    expect(await app.db.$count(rows, eq(rows.userId, person?.id ?? ""))).toBe(0);
  });

  test("is in no line of the log", async () => {
    const written: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
    const [code = ""] = await signUp("logged_one");
    await recover(new Browser(), "logged_one", "AAAA-BBBB-CCCC-DDDD");
    await recover(new Browser(), "logged_one", code);
    const log = written.join("");
    for (const event of ["recovery_failed", "password_recovered"]) expect(log).toContain(event);
    for (const secret of [code, "AAAA-BBBB", next, "logged_one"]) expect(log).not.toContain(secret);
  });
});

describe("guessing codes", () => {
  test.each(["guessed_known", "guessed_unknown"])(
    "%s: the 11th attempt is refused with 429",
    async (name) => {
      if (name === "guessed_known") await signUp(name);
      for (let count = 0; count < 10; count++) {
        expect(await codeOf(await recover(new Browser(), name, `guess ${count}`))).toEqual(wrong);
      }
      expect((await recover(new Browser(), name, "guess 11")).status).toBe(429);
    },
  );

  test("an address is refused after 50 wrong ones", async () => {
    for (let count = 0; count < 50; count++) {
      expect((await recover(new Browser(), `name_${count}`, "no", next, "192.0.2.5")).status).toBe(401);
    }
    expect((await recover(new Browser(), "name_51", "no", next, "192.0.2.5")).status).toBe(429);
  });

  test("strangers who guess do not keep the owner out on a device where they have signed in", async () => {
    const home = new Browser();
    const [code] = await signUp("besieged_one", home);
    for (let count = 0; count < 11; count++) await recover(new Browser(), "besieged_one", "no");
    expect((await recover(new Browser(), "besieged_one", code)).status).toBe(429);
    expect((await recover(home, "besieged_one", code)).status).toBe(204);
  });
});

test("a wrong code takes as long for a name that exists as for one that does not", { retry: 2 }, async () => {
  const times = { known: [] as number[], unknown: [] as number[] };
  await signUp("timed_known");
  for (let round = 0; round < 9; round++) {
    for (const kind of ["known", "unknown"] as const) {
      const started = performance.now();
      await recover(new Browser(), `timed_${kind}`, "AAAA-BBBB-CCCC-DDDD");
      times[kind].push(performance.now() - started);
    }
  }
  const started = performance.now();
  await hashPassword(next);
  const hash = performance.now() - started;
  // The shortest, since whatever else the machine does only adds to a time.
  expect(Math.abs(Math.min(...times.known) - Math.min(...times.unknown))).toBeLessThan(hash / 2);
});

describe("new codes", () => {
  test("replace the earlier ones, for whoever gives the password or shows a passkey", async () => {
    const [old] = await signUp("renewer");
    const browser = new Browser();
    await signIn(browser, "renewer");
    expect(await codeOf(await renew(browser, {}))).toEqual([403, "confirmation_needed"]);
    expect(await codeOf(await renew(browser, { password: "not it" }))).toEqual([401, "wrong_password"]);
    expect(await left(browser)).toBe(10);
    const made = await renew(browser, { password });
    expect(made.status).toBe(201);
    const { recoveryCodes: fresh } = recoveryCodesSchema.parse(await made.json());
    expect(new Set(fresh).size).toBe(10);
    expect(await codeOf(await recover(new Browser(), "renewer", old))).toEqual(wrong);
    const device = await addPasskey(browser);
    expect((await renew(browser, { passkey: device.use(await askToShow(browser)) })).status).toBe(201);
    expect(await codeOf(await recover(new Browser(), "renewer", fresh[0]))).toEqual(wrong);
  });

  test("that are asked for twice at the same moment are ten, not twenty", async () => {
    const { browser, username } = await newPerson("doubler");
    await Promise.all([renew(browser, { password }), renew(browser, { password })]);
    expect(await left(browser)).toBe(10);
    const [person] = await app.db.select().from(users).where(eq(users.username, username));
    expect(await app.db.$count(rows, eq(rows.userId, person?.id ?? ""))).toBe(10);
  });

  test("were never made for somebody who signs in elsewhere", async () => {
    expect(await left((await newDevice()).browser)).toBeNull();
  });
});
