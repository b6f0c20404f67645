import { count, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import {
  accounts,
  auditLog,
  database,
  invitations,
  operatorSwitches,
  passkeys,
  personLimits,
  recoveryCodes,
  sessions,
  users,
} from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { env } from "@/lib/env";
import { signUp } from "@/lib/server/auth";
import { findSession, startSession } from "@/lib/server/auth/sessions";
import { verifyCredentials } from "@/lib/server/auth/verify-credentials";
import { refuseWeakPassword } from "@/lib/server/auth/weak-password";
import { readCalling, readSignUpMode } from "@/lib/server/operator/switches";
import { newSession } from "@/lib/server/testing/people";
import { runCommand } from "./commands";
import { RefusedError, UsageError } from "./usage";

const yes = async () => true;
const run = (line: string, confirm: (question: string) => Promise<boolean> = yes) =>
  runCommand(line.split(" ").filter(Boolean), confirm);
const json = async (line: string) => JSON.parse(await run(`${line} --json`));

const password = "correct horse battery";

onBothDatabases(() => {
  const newPerson = (username: string) => signUp({ username, displayName: username, password }, "a");
  const idOf = async (username: string) => {
    const db = await database();
    const [person] = await db.select({ id: users.id }).from(users).where(eq(users.username, username));
    return person?.id ?? "";
  };
  const signIn = async (username: string, given: string) =>
    (await verifyCredentials({ username, password: given }, "")) !== null;

  test("pause and resume switch calling, and default gives it back to the configuration", async () => {
    expect(await run("pause")).toMatch(/^Calling is paused/);
    expect(await readCalling()).toBe("paused");
    expect(await run("status")).toContain("Calling: paused (set by hand).");
    expect(await run("resume")).toBe("Calling is on.");
    expect(await readCalling()).toBe("on");
    expect(await run("calling default")).toBe("Calling: on (as configured).");
  });

  test("sign-up is switched", async () => {
    for (const mode of ["open", "invitation", "closed"] as const) {
      expect(await run(`sign-up ${mode}`)).toBe(`Sign-up: ${mode} (set by hand).`);
      expect(await readSignUpMode()).toBe(mode);
    }
    expect(await run("sign-up default")).toBe("Sign-up: open (as configured).");
  });

  test("an invitation's code is printed, and lets as many people in as was said", async () => {
    await run("sign-up invitation");
    const text = await run("invite --days 30 --uses 2");
    const [, invitation = ""] = /^Invitation code: (\S+)$/m.exec(text) ?? [];
    expect(text).toContain("For 2 people, for 30 days, at http://localhost:3000/sign-up");
    expect(await run("status")).toContain("Invitations: 1 open, for 2 people.");
    const person = { displayName: "Guest", password, invitation };
    await signUp({ ...person, username: "guest_1" }, "a");
    await signUp({ ...person, username: "guest_2" }, "a");
    await expect(signUp({ ...person, username: "guest_3" }, "a")).rejects.toMatchObject({
      code: "invitation_needed",
    });
    expect(await run("status")).toContain("Invitations: 0 open, for 0 people.");
    await run("sign-up open");
    expect(await run("invite")).toContain("No code is needed at present, since sign-up is open.");
  });

  test("a person is disabled and enabled by name, however it is written", async () => {
    const session = await newSession("mallory");
    expect(await run("disable @Mallory")).toBe("mallory is disabled and signed out everywhere.");
    expect(await findSession(session.id)).toBeNull();
    expect(await run("status")).toContain("Disabled: mallory.");
    expect(await run("enable mallory")).toContain("can sign in");
    expect(await run("status")).toContain("Disabled: nobody.");
  });

  test("the status counts the calls", async () => {
    const db = await database();
    await db.execute(sql`insert into calls (ref, call_sid, dialed, anonymous)
      select gen_random_uuid(), 'CA' || n, 'x', false from generate_series(1, 3) as n`);
    const text = await run("status");
    expect(text).toContain("Calls at once: 3 of 200.");
    expect(text).toContain("Calls in the last hour: 3 of 5000.");
    expect(text).toContain("Calls in the last day: 3 of 20000.");
    expect(await json("status")).toMatchObject({
      calling: { value: "on", byHand: false },
      calls: { atOnce: { calls: 3, most: 200 } },
      disabled: [],
    });
  });

  describe("list", () => {
    const names = async (line: string) => {
      const { people, next } = await json(line);
      return [people.map(({ username }: { username: string }) => username), next];
    };

    test("pages through people in the order of their usernames", async () => {
      for (const username of ["lister_c", "lister_a", "lister_b"]) await newPerson(username);
      const all = "list --search lister";
      expect(await names(all)).toEqual([["lister_a", "lister_b", "lister_c"], null]);
      expect(await names(`${all} --limit 2`)).toEqual([["lister_a", "lister_b"], "lister_b"]);
      expect(await names(`${all} --limit 2 --after lister_b`)).toEqual([["lister_c"], null]);
      expect(await run(`${all} --limit 2`)).toContain("2 people. More: the same with --after lister_b");
    });

    test("finds a part of a name in any case, and those who are disabled", async () => {
      await newSession("findable", "Ångström 株式会社");
      await newSession("findable_2");
      await run("disable findable_2");
      expect(await names("list --search ANGSTROM")).toEqual([["findable"], null]);
      expect(await names("list --search 株式")).toEqual([["findable"], null]);
      expect(await names("list --search findable --disabled")).toEqual([["findable_2"], null]);
      expect(await names("list --search %")).toEqual([[], null]);
      expect(await run("list --search findable")).toMatch(/^findable_2 .* disabled {2}findable_2$/m);
    });

    test("says since when people are signed in, and no longer counts what has expired", async () => {
      const { person } = await newSession("visitor");
      await startSession(person.id);
      const db = await database();
      const [before] = (await json("list --search visitor")).people;
      expect(before).toMatchObject({ sessions: 2, disabled: false });
      expect(Date.parse(before.signedInAt)).toBeGreaterThanOrEqual(Date.parse(before.createdAt));
      expect(before.seenAt).not.toBeNull();
      await db.update(sessions).set({ expiresAt: sql`now()` }).where(eq(sessions.userId, person.id));
      const [after] = (await json("list --search visitor")).people;
      expect(after).toMatchObject({ sessions: 0, signedInAt: null, seenAt: null });
    });

    test("shows no character that does something to a terminal", async () => {
      const db = await database();
      await newPerson("painter");
      await db.update(users).set({ displayName: "red \u001b[31m" }).where(eq(users.username, "painter"));
      expect(await run("list --search painter")).toContain("red ?[31m");
      expect(await run("show painter")).toContain("painter (red ?[31m)");
    });
  });

  test("show tells a person's devices, ways to sign in, calls and limits", async () => {
    await newPerson("shown");
    const userId = await idOf("shown");
    await startSession(userId, "Firefox on Linux");
    const db = await database();
    await db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
    await db.insert(accounts).values({ userId, provider: "github", providerAccountId: "secret_account" });
    await db.insert(passkeys).values({
      userId,
      id: "secret_credential",
      publicKey: "secret_key",
      counter: 0,
      transports: "",
      name: "secret_name",
      backedUp: true,
    });
    await db.insert(recoveryCodes).values([
      { userId, codeHash: "secret_1" },
      { userId, codeHash: "secret_2", usedAt: new Date() },
    ]);
    const text = await run("show shown");
    expect(text).toContain("Ways to sign in: password, github, 1 passkey, 1 recovery code");
    expect(text).toContain("Calls: 0 at present, 0 in the last hour, 0 in the last day");
    expect(text).toContain("Calls in a day: 1500 at most (as configured)");
    expect(text).toMatch(/^ {2}Firefox on Linux, since \d{4}-.*Z, last seen \d{4}-.*Z$/m);
    const shown = await json("show shown");
    expect(shown).toMatchObject({
      username: "shown",
      disabledAt: null,
      signIn: { password: true, providers: ["github"], passkeys: 1, recoveryCodes: 1 },
      calls: { atOnce: 0, lastHour: 0, lastDay: 0 },
      limits: { perDay: { calls: 1_500, byHand: false } },
    });
    expect(Object.keys(shown.sessions[0])).toEqual(["device", "signedInAt", "seenAt"]);
    expect(text + JSON.stringify(shown)).not.toMatch(/secret_|argon2/);
  });

  test("reset-password prints a strong password once, in place of the old one, and says what else lets the person in", async () => {
    await newPerson("forgetful");
    const session = await startSession(await idOf("forgetful"));
    const text = await run("reset-password forgetful");
    const [, fresh = ""] = /^New password of forgetful: ([a-z0-9-]{24})$/m.exec(text) ?? [];
    await refuseWeakPassword(fresh, []);
    expect(await findSession(session)).toBeNull();
    expect([await signIn("forgetful", password), await signIn("forgetful", fresh)]).toEqual([false, true]);
    expect(text).toContain("These still let them in: 10 recovery codes.");
    expect(await run("reset-password forgetful")).not.toContain(fresh);
  });

  test("reset-password tells what else lets the person in, and that they are disabled", async () => {
    const { person } = await newSession("github_user");
    const db = await database();
    await db.insert(accounts).values({ userId: person.id, provider: "github", providerAccountId: "7" });
    await run("disable github_user");
    const text = await run("reset-password github_user");
    expect(text).toContain("These still let them in: github.");
    expect(text).toContain("github_user is disabled, and cannot sign in before: enable github_user");
  });

  test("reset-password asks first, unless told not to, and changes nothing after a no", async () => {
    await newPerson("asked");
    const asked: string[] = [];
    const no = async (question: string) => {
      asked.push(question);
      return false;
    };
    await expect(run("reset-password asked", no)).rejects.toThrow(new RefusedError("Nothing was changed."));
    expect(asked).toEqual(["Give asked a new password, and sign them out everywhere?"]);
    expect(await signIn("asked", password)).toBe(true);
    await run("reset-password asked --yes", no);
    expect(asked).toHaveLength(1);
    expect(await signIn("asked", password)).toBe(false);
  });

  test("end-sessions signs a person out on every device, and nobody else", async () => {
    const [one, other] = [await newSession("here_and_there"), await newSession("elsewhere")];
    await startSession(one.person.id);
    expect(await run("end-sessions here_and_there")).toBe(
      "here_and_there is signed out everywhere: 2 devices.",
    );
    expect(await findSession(one.id)).toBeNull();
    expect(await findSession(other.id)).not.toBeNull();
    expect(await findSession(await startSession(one.person.id))).not.toBeNull();
  });

  test("limits are shown, set for one person, changed one by one, and given back", async () => {
    await newPerson("bounded");
    expect(await run("limits")).toContain("CALLS_PER_DAY_PER_PERSON: 1500");
    expect(await run("limits bounded")).toContain(
      `Calls at once: ${env().CALLS_AT_ONCE_PER_PERSON} at most (as configured)`,
    );
    await run("limits bounded --per-day 5 --at-once 2");
    const text = await run("limits bounded --per-day 0");
    expect(text).toContain("Calls at once: 2 at most (set by hand)");
    expect(text).toContain("Calls in an hour: 300 at most (as configured)");
    expect(text).toContain("Calls in a day: 0 at most (set by hand)");
    expect(await run("limits bounded default")).toContain("Calls in a day: 1500 at most (as configured)");
    expect(await (await database()).$count(personLimits)).toBe(0);
  });

  describe("the audit log", () => {
    /** What the commands write: who, what, to whom, with which details. */
    const written = async (...lines: string[]) => {
      const db = await database();
      await db.delete(auditLog);
      for (const line of lines) await run(line);
      return (await json("log")).map(({ action, subject, details }: typeof auditLog.$inferSelect) => [
        action,
        subject,
        details,
      ]);
    };

    test("has a line for each change, the newest last, and none for a look", async () => {
      await newPerson("audited");
      const lines = await written(
        "pause",
        "resume",
        "calling default",
        "sign-up closed",
        "sign-up default",
        "invite --uses 3 --days 2",
        "disable audited",
        "enable @Audited",
        "end-sessions audited",
        "reset-password audited",
        "limits audited --per-day 1 --at-once 0",
        "limits audited default",
        "status",
        "list",
        "show audited",
        "limits",
        "limits audited",
        "log",
      );
      expect(lines).toEqual([
        ["calling", null, "paused"],
        ["calling", null, "on"],
        ["calling", null, "default"],
        ["sign-up", null, "closed"],
        ["sign-up", null, "default"],
        ["invite", null, "people 3, days 2"],
        ["disable", "audited", null],
        ["enable", "audited", null],
        ["end-sessions", "audited", null],
        ["reset-password", "audited", null],
        ["limits", "audited", "atOnce 0, perDay 1"],
        ["limits", "audited", "default"],
      ]);
    });

    test("has no secret: neither a password nor an invitation's code", async () => {
      await newPerson("discreet");
      const db = await database();
      await db.delete(auditLog);
      const texts = [await run("reset-password discreet"), await run("invite")];
      const secrets = texts.map((text) => /: (\S+-\S+-\S+)$/m.exec(text)?.[1] ?? "");
      const lines = JSON.stringify(await json("log")) + (await run("log"));
      for (const secret of secrets) {
        expect(secret).toMatch(/^(\w{4}-?)+$/);
        expect(lines.toLowerCase()).not.toContain(secret.toLowerCase());
      }
    });

    test("shows as many lines as are asked for, with the account that made them", async () => {
      const db = await database();
      await db.delete(auditLog);
      expect(await run("log")).toBe("Nothing was done yet.");
      for (const line of ["pause", "resume", "calling default"]) await run(line);
      expect(await json("log --last 2")).toMatchObject([{ details: "on" }, { details: "default" }]);
      const [line] = await json("log --last 1");
      expect(line.actor).not.toBe("");
      expect(await run("log --last 1")).toContain(`Z  ${line.actor}  calling    default`);
    });

    test("has no line of a change that was not made", async () => {
      const db = await database();
      await db.delete(auditLog);
      for (const command of ["disable", "enable", "end-sessions", "reset-password", "limits", "show"])
        await expect(run(`${command} nobody_here`), command).rejects.toThrow(
          new RefusedError("There is nobody with the username nobody_here."),
        );
      expect(await json("log")).toEqual([]);
    });
  });

  test.each([
    "",
    "help",
    "pause now",
    "calling on",
    "sign-up",
    "sign-up perhaps",
    "sign-up open closed",
    "disable",
    "disable two people",
    "enable a!",
    "suspend mallory",
    "restore mallory",
    "invite 3",
    "invite --uses",
    "invite --uses 0",
    "invite --days 1.5",
    "invite --days 9999",
    "status now",
    "list mallory",
    "list --search",
    "list --limit 0",
    "list --after a!",
    "list --disabled=yes",
    "show",
    "show mallory alice",
    "end-sessions",
    "end-sessions mallory --json",
    "reset-password",
    "reset-password mallory secret",
    "limits mallory --per-day",
    "limits mallory --per-day -1",
    "limits mallory --per-day 1000001",
    "limits mallory --per-week 1",
    "limits mallory default --per-day 1",
    "limits mallory none",
    "limits --per-day 1",
    "log all",
    "log --last 0",
  ])("a command that is not understood changes nothing: %j", async (line) => {
    const state = async () => {
      const db = await database();
      return [
        await db.select().from(operatorSwitches),
        await db.select({ number: count() }).from(invitations),
        await db.select().from(users).orderBy(users.id),
        await db.select().from(personLimits),
        await db.select({ number: count() }).from(auditLog),
      ];
    };
    const before = await state();
    const error = await run(line).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toMatch(/a whole number from [01] to|npm run admin/);
    expect(await state()).toEqual(before);
  });
});
