import { count, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, invitations, users } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { signUp } from "@/lib/server/auth";
import { findSession } from "@/lib/server/auth/sessions";
import { readCalling, readSignUpMode } from "@/lib/server/operator/switches";
import { newSession } from "@/lib/server/testing/people";
import { runCommand, usage } from "./commands";

const run = (line: string) => runCommand(line.split(" ").filter(Boolean));

onBothDatabases(() => {
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
    const person = { displayName: "Guest", password: "correct horse battery", invitation };
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
    await expect(run("disable nobody_here")).rejects.toThrow(
      "There is nobody with the username nobody_here.",
    );
    await expect(run("enable nobody_here")).rejects.toThrow("There is nobody");
  });

  test("the status counts the calls", async () => {
    const db = await database();
    await db.execute(sql`insert into calls (ref, call_sid, dialed, anonymous)
      select gen_random_uuid(), 'CA' || n, 'x', false from generate_series(1, 3) as n`);
    const text = await run("status");
    expect(text).toContain("Calls at once: 3 of 200.");
    expect(text).toContain("Calls in the last hour: 3 of 5000.");
    expect(text).toContain("Calls in the last day: 3 of 20000.");
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
    "invite 3",
    "invite --uses",
    "invite --uses 0",
    "invite --days 1.5",
    "invite --days 9999",
  ])("a command that is not understood changes nothing: %j", async (line) => {
    const state = async () => {
      const db = await database();
      return [
        await readCalling(),
        await readSignUpMode(),
        await db.select({ number: count() }).from(invitations),
        await db.select().from(users),
      ];
    };
    const before = await state();
    await expect(run(line)).rejects.toThrow(/a whole number from 1 to|npm run admin/);
    expect(await state()).toEqual(before);
    expect(usage).toContain("npm run admin");
  });
});
