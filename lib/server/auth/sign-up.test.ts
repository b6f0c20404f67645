import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { database, invitations, users } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import { env } from "@/lib/env";
import { createInvitation, sweepInvitations } from "../operator/invitations";
import { setSwitch } from "../operator/switches";
import { accountRefusal } from "./account-refusal";
import { personForAccount } from "./person-for-account";
import { seedDemoPeople } from "./seed";
import { signUp } from "./sign-up";

onBothDatabases(() => {
  afterEach(async () => {
    env().SIGN_UP = "open";
    await setSwitch("sign_up", null);
    const db = await database();
    await db.delete(invitations);
    await db.delete(users);
  });

  const enter = (username: string, invitation?: string) => {
    const person = { username, displayName: username, password: "correct horse battery" };
    return signUp({ ...person, ...(invitation === undefined ? {} : { invitation }) }, randomUUID());
  };
  const exists = async (username: string) => {
    const db = await database();
    return (await db.select().from(users).where(eq(users.username, username))).length > 0;
  };
  const account = (id: string) => ({ provider: "github", providerAccountId: id, names: [`person_of_${id}`] });
  const refusedWith = (code: string) => expect.objectContaining({ code });

  describe.each(["configured", "set by hand"])("%s", (how) => {
    const choose = async (mode: "open" | "invitation" | "closed") => {
      if (how === "configured") env().SIGN_UP = mode;
      else await setSwitch("sign_up", mode);
    };

    test("open sign-up needs no code, and does not mind one", async () => {
      await choose("open");
      await enter("ann");
      await enter("ben", "no such code");
      expect(await exists("ben")).toBe(true);
    });

    test("closed sign-up takes nobody, not even with a code", async () => {
      await choose("closed");
      const code = await createInvitation({ uses: 1, days: 1 });
      await expect(enter("ann", code)).rejects.toEqual(refusedWith("sign_up_closed"));
      await expect(personForAccount(account("1"))).rejects.toEqual(refusedWith("sign_up_closed"));
      expect(await exists("ann")).toBe(false);
    });

    test("sign-up by invitation takes people with a code, however it is written", async () => {
      await choose("invitation");
      const code = await createInvitation({ uses: 2, days: 1 });
      for (const wrong of [undefined, "", "AAAA-BBBB-CCCC-DDDD", `${code}A`, code.slice(0, -1)]) {
        await expect(enter("ann", wrong)).rejects.toEqual(refusedWith("invitation_needed"));
      }
      await enter("ann", ` ${code.toLowerCase().replaceAll("-", " ")} `);
      await enter("ben", code);
      await expect(enter("cat", code)).rejects.toEqual(refusedWith("invitation_needed"));
      expect(await exists("cat")).toBe(false);
    });
  });

  test("somebody who is known may sign in with another site's account whatever the mode", async () => {
    const id = await personForAccount(account("1"));
    for (const mode of ["closed", "invitation"] as const) {
      await setSwitch("sign_up", mode);
      expect(await personForAccount(account("1"))).toBe(id);
      expect(await accountRefusal(account("1"))).toBeNull();
    }
  });

  test("a new person with another site's account is sent to the sign-in page with the reason", async () => {
    await setSwitch("sign_up", "closed");
    expect(await accountRefusal(account("2"))).toBe("/sign-in?error=sign_up_closed");
    await setSwitch("sign_up", "invitation");
    expect(await accountRefusal(account("2"))).toBe("/sign-in?error=invitation_needed");
    await setSwitch("sign_up", "open");
    expect(await accountRefusal(account("2"))).toBeNull();
    expect(await exists("person_of_2")).toBe(true);
  });

  test("the hand overrides the configuration until it is taken away", async () => {
    env().SIGN_UP = "closed";
    await setSwitch("sign_up", "open");
    await enter("ann");
    await setSwitch("sign_up", null);
    await expect(enter("ben")).rejects.toEqual(refusedWith("sign_up_closed"));
  });

  test("a value that this version does not know means nothing", async () => {
    const db = await database();
    await db.execute(sql`insert into operator_switches (name, value) values ('sign_up', 'by_lottery')`);
    await enter("ann");
    env().SIGN_UP = "closed";
    await expect(enter("ben")).rejects.toEqual(refusedWith("sign_up_closed"));
  });

  test("a sign-up that fails uses up no code, and without a code nobody learns which names are taken", async () => {
    await enter("ann");
    await setSwitch("sign_up", "invitation");
    await expect(enter("ann")).rejects.toEqual(refusedWith("invitation_needed"));
    const code = await createInvitation({ uses: 1, days: 1 });
    await expect(enter("ann", code)).rejects.toEqual(refusedWith("username_taken"));
    await enter("ben", code);
  });

  test("of several people who come with the last use of a code at the same moment, one gets in", async () => {
    await setSwitch("sign_up", "invitation");
    const code = await createInvitation({ uses: 1, days: 1 });
    const done = await Promise.allSettled(["ann", "ben", "cat"].map((name) => enter(name, code)));
    expect(done.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
  });

  test("of two sign-ups with one name at the same moment only the one that succeeds uses up the code", async () => {
    await setSwitch("sign_up", "invitation");
    const code = await createInvitation({ uses: 2, days: 1 });
    const done = await Promise.allSettled([enter("ann", code), enter("ann", code)]);
    expect(done.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await enter("ben", code);
    await expect(enter("cat", code)).rejects.toEqual(refusedWith("invitation_needed"));
  });

  test("a code ends with its days, and is stored only as a hash", async () => {
    await setSwitch("sign_up", "invitation");
    const code = await createInvitation({ uses: 5, days: 2 });
    const db = await database();
    expect(JSON.stringify(await db.select().from(invitations))).not.toContain(code.slice(0, 4));
    await db.execute(sql`update invitations set expires_at = expires_at - interval '47 hours 59 minutes'`);
    await enter("ann", code);
    await db.execute(sql`update invitations set expires_at = expires_at - interval '1 minute'`);
    await expect(enter("ben", code)).rejects.toEqual(refusedWith("invitation_needed"));
    await sweepInvitations();
    expect(await db.select().from(invitations)).toHaveLength(1);
    await db.execute(sql`update invitations set expires_at = expires_at - interval '31 days'`);
    await sweepInvitations();
    expect(await db.select().from(invitations)).toHaveLength(0);
  });

  test("the demo people of local mode are there although sign-up is closed", async () => {
    env().SIGN_UP = "closed";
    await seedDemoPeople();
    expect(await exists("alice")).toBe(true);
  });
});
