import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { matchesPerson } from "@/lib/contracts";
import { blocks, database, presence, rateLimits } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import type { Session } from "../identity";
import { leaveCall } from "../presence/leave-call";
import { beat, newSession, pastCall, sessionOf } from "../testing/people";
import { allow, disallow, listAllowed } from "./allows";
import { block, listBlocks, unblock } from "./blocks";
import { findPerson, listPeople } from "./directory";
import { changeMe, readMe } from "./me";

onBothDatabases((name) => {
  let ann: Session;
  let ben: Session;
  let cat: Session;
  beforeAll(async () => {
    ann = await newSession("ann", "Ann");
    ben = await newSession("ben", "Ben 100%_sure\\");
    cat = await newSession("cat", "çat");
  });
  beforeEach(async () => {
    const db = await database();
    await db.delete(presence);
    await db.delete(blocks);
    await changeMe(ben.person.id, { doNotDisturb: false, callPolicy: "everyone" });
  });

  const stateOf = async (of: Session, to = ann) =>
    (await findPerson(to.person.id, of.person.username)).presence;
  const names = async (q: string, me = ann) =>
    (await listPeople(me.person.id, q)).people.map(({ username }) => username);

  describe("the list", () => {
    test("has present people first, without me and without ids", async () => {
      await beat(cat);
      const { people, more } = await listPeople(ann.person.id, "");
      expect(people.map(({ username }) => username)).toEqual(["cat", "ben"]);
      expect(more).toBe(false);
      expect(JSON.stringify(people)).not.toContain("u_");
    });

    test("does not keep others waiting for the database, however many ask for it at once", async () => {
      let made = 0;
      const asked = Array.from({ length: 30 }, async () => {
        await listPeople(ann.person.id, "");
        made += 1;
      });
      await findPerson(ann.person.id, ben.person.username);
      expect(made).toBeLessThan(10);
      await Promise.all(asked);
    });

    test("is searched by both names, and % _ and \\ have no special meaning", async () => {
      expect(await names("BE")).toEqual(["ben"]);
      expect(await names("100%_s")).toEqual(["ben"]);
      expect(await names("sure\\")).toEqual(["ben"]);
      expect(await names("%")).toEqual(["ben"]);
      expect(await names("_")).toEqual(["ben"]);
      expect(await names("ÇA")).toEqual(["cat"]);
      expect(await names("\0")).toHaveLength(2);
      expect(await names("x'; drop table users; --")).toEqual([]);
    });

    test("finds a name however it is written, and agrees with the search in the browser", async () => {
      const people = [
        ["folded_taro", "ＴＡＲＯ 山田"],
        ["folded_kana", "ﾔﾏﾀﾞ はなこ"],
        ["folded_zoe", "Zoe\u0308"],
        ["folded_sigma", "Οδυσσεύς"],
        ["folded_dotted", "İpek Işık"],
        ["folded_sharp", "Straße"],
        ["folded_slashes", "100%_sure\\ too"],
      ].map(([username = "", displayName = ""]) => ({ username, displayName }));
      for (const { username, displayName } of people) await newSession(username, displayName);
      const queries = [
        "taro",
        "山田太郎",
        "やまだ",
        "ヤマダ",
        "ハナコ",
        "zoe",
        "ZOË",
        "ΟΔΥΣΣΕΥΣ",
        "οδυσσευσ",
        "ipek",
        "isik",
      ];
      const odd = [
        "strasse",
        "@folded_taro",
        " Folded_Zoe ",
        "%",
        "_",
        "\\",
        "@",
        "ｆｏｌｄｅｄ",
        "\u200b",
        "ダ",
        "タ",
      ];
      for (const query of [...queries, ...odd]) {
        const matching = people.filter((person) => matchesPerson(person, query));
        const found = (await names(query)).filter((username) => username.startsWith("folded_"));
        expect(found.sort(), query).toEqual(matching.map(({ username }) => username).sort());
      }
      expect(await names("ｙａｍａ")).toEqual([]);
      expect(await names("@folded_taro")).toEqual(["folded_taro"]);
    });

    test("the search and the browser agree about any name and any part of it", async () => {
      const letters = "aZéßΣςσİıＡｱがか\u3099ﾞー山 @%_\\'א\u0301👍";
      const text = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 8 });
      const someone = await newSession("generated", "x");
      const property = fc.asyncProperty(text, text, async (displayName, query) => {
        // As it is stored, whether or not a person may choose it.
        await changeMe(someone.person.id, { displayName });
        const isFound = (await names(query)).includes("generated");
        expect(isFound).toBe(matchesPerson({ username: "generated", displayName }, query));
      });
      const db = await database();
      const clear = async () => void (await db.delete(rateLimits));
      await fc.assert(property.beforeEach(clear), { numRuns: 60 });
    });

    test("answers not_found for an unknown name", async () => {
      await expect(findPerson(ann.person.id, "nobody")).rejects.toMatchObject({ code: "not_found" });
    });
  });

  describe("presence", () => {
    test("goes through away, here, in a call, do not disturb, and away", async () => {
      expect(await stateOf(ben)).toBe("away");
      await beat(ben);
      expect(await stateOf(ben)).toBe("here");
      await beat(ben, { phone: "in_call" });
      expect(await stateOf(ben)).toBe("in_call");
      await changeMe(ben.person.id, { doNotDisturb: true });
      expect(await stateOf(ben)).toBe("dnd");
      await beat(ben, { phone: "gone" });
      expect(await stateOf(ben)).toBe("away");
    });

    test("shows to nobody that a person who calls anonymously is in a call", async () => {
      const ref = randomUUID();
      // The tab is in the call before the voice network asks and the row is created.
      await beat(ben, { phone: "in_call", ref });
      expect(await stateOf(ben)).toBe("here");
      await pastCall(ben, ann, { ref, anonymous: true, outcome: null, evidence: null });
      expect(await stateOf(ben)).toBe("here");
      expect(await stateOf(ben, cat)).toBe("here");
      // The tab reports the end of its call a moment before its next beat.
      await leaveCall(ben, ref, { tab: ben.id, busy: false });
      expect(await stateOf(ben, cat)).toBe("here");
      await beat(ben, { phone: "in_call", ref: await pastCall(ben, ann) });
      expect(await stateOf(ben)).toBe("in_call");
      // Who is called anonymously is in a call, as in any other.
      await beat(ben, { phone: "in_call", ref: await pastCall(ann, ben, { anonymous: true }) });
      expect(await stateOf(ben)).toBe("in_call");
    });

    test("lasts while one of two tabs stays; the same tab id of another person is another tab", async () => {
      const phone = await sessionOf(ben.person.id);
      await beat(ben);
      await beat(phone);
      await beat(cat, { tab: ben.id });
      await beat(ben, { phone: "gone" });
      expect(await stateOf(ben)).toBe("here");
      expect(await stateOf(cat)).toBe("here");
    });

    test("follows the last beat that was sent, even if an older one arrives later", async () => {
      const ref = await pastCall(ben, ann, { outcome: null, evidence: null });
      await beat(ben, { n: 3 });
      await beat(ben, { phone: "in_call", ref, n: 2 });
      expect(await stateOf(ben)).toBe("here");
      await beat(ben, { phone: "gone", n: 5 });
      await beat(ben, { n: 4 });
      expect(await stateOf(ben)).toBe("away");
      // The page comes back from the browser's page cache.
      await beat(ben, { n: 6 });
      expect(await stateOf(ben)).toBe("here");
    });

    test("is refused for the 241st beat of a device in a minute and for the 21st tab of a person", async () => {
      const fay = await newSession("fay");
      const gus = await newSession("gus");
      for (let count = 0; count < 240; count++) await beat(fay, { n: count });
      await expect(beat(fay)).rejects.toMatchObject({ code: "rate_limited" });
      await beat(await sessionOf(fay.person.id));
      const tabs = Array.from({ length: 21 }, () => randomUUID());
      for (const tab of tabs.slice(0, 20)) await beat(gus, { tab });
      const last = { tab: String(tabs[20]) };
      await expect(beat(gus, last)).rejects.toMatchObject({ code: "rate_limited" });
      await beat(gus, { tab: String(tabs[0]) });
      await beat(gus, { tab: String(tabs[0]), phone: "gone" });
      await beat(gus, last);
    });

    test("ends 12 s after the last beat, or 90 s for a hidden tab, by database time", async () => {
      await beat(ben);
      await beat(cat, { hidden: true });
      const db = await database();
      const rows = await db.select().from(presence);
      const seconds = (of: Session) =>
        ((rows.find(({ userId }) => userId === of.person.id)?.expiresAt.getTime() ?? 0) - Date.now()) / 1000;
      expect(Math.abs(seconds(ben) - 12)).toBeLessThan(2);
      expect(Math.abs(seconds(cat) - 90)).toBeLessThan(2);
    });

    // The embedded database uses the clock of the process, so there is no second clock.
    if (name === "PostgreSQL") {
      test("is the same for a process whose clock is wrong", async () => {
        await beat(ben);
        const real = Date.now;
        for (const off of [-60_000, 60_000, 3_600_000]) {
          Date.now = () => real() + off;
          try {
            expect(await stateOf(ben)).toBe("here");
            await beat(cat);
            expect(await stateOf(cat)).toBe("here");
          } finally {
            Date.now = real;
          }
        }
      });
    }
  });

  describe("blocks and call policies", () => {
    test("a person whom I block sees me as away; I see them as before, marked as blocked", async () => {
      await beat(ann);
      await beat(ben);
      await block(ann.person.id, { username: "ben" });
      expect(await stateOf(ann, ben)).toBe("away");
      expect((await findPerson(ben.person.id, "ann")).blocked).toBe(false);
      expect(await findPerson(ann.person.id, "ben")).toMatchObject({ blocked: true, presence: "here" });
    });

    test("blocking again returns the same block; unblocking removes it", async () => {
      const one = await block(ann.person.id, { username: "ben" });
      expect(await block(ann.person.id, { username: "ben" })).toEqual(one);
      expect(await listBlocks(ann.person.id)).toEqual([one]);
      await expect(unblock(ben.person.id, one.id)).rejects.toMatchObject({ code: "not_found" });
      await unblock(ann.person.id, one.id);
      expect(await listBlocks(ann.person.id)).toEqual([]);
      await expect(unblock(ann.person.id, one.id)).rejects.toMatchObject({ code: "not_found" });
      await expect(unblock(ann.person.id, "x")).rejects.toMatchObject({ code: "not_found" });
    });

    test("a block by name turns anonymous calls off once, and one by an anonymous call does not", async () => {
      const accepts = async () => (await readMe(ann.person.id)).acceptsAnonymous;
      await changeMe(ann.person.id, { acceptsAnonymous: true });
      await block(ann.person.id, { ref: await pastCall(ben, ann, { anonymous: true }) });
      expect(await accepts()).toBe(true);
      await block(ann.person.id, { username: "cat" });
      expect(await accepts()).toBe(false);
      expect((await readMe(ben.person.id)).acceptsAnonymous).toBe(true);
      // Turned on again on purpose: blocking the same person again changes nothing.
      await changeMe(ann.person.id, { acceptsAnonymous: true });
      await block(ann.person.id, { username: "cat" });
      expect(await accepts()).toBe(true);
    });

    test("each person lists and removes their own blocks only", async () => {
      const mine = await block(ann.person.id, { username: "cat" });
      const theirs = await block(ben.person.id, { username: "cat" });
      expect(await listBlocks(ann.person.id)).toEqual([mine]);
      expect(await listBlocks(cat.person.id)).toEqual([]);
      await unblock(ann.person.id, mine.id);
      expect(await listBlocks(ben.person.id)).toEqual([theirs]);
    });

    test("refuses to block oneself, an unknown name, or the caller of a call that I did not receive", async () => {
      const theirs = await pastCall(ben, cat);
      const mine = await pastCall(ann, cat);
      const me = ann.person.id;
      await expect(block(me, { username: "ann" })).rejects.toMatchObject({ code: "bad_request" });
      await expect(block(me, { username: "nobody" })).rejects.toMatchObject({ code: "not_found" });
      await expect(block(me, { ref: theirs })).rejects.toMatchObject({ code: "not_found" });
      await expect(block(me, { ref: mine })).rejects.toMatchObject({ code: "not_found" });
    });

    test("two anonymous calls of one person make two blocks, and nothing shows who called", async () => {
      const refs = [
        await pastCall(ben, ann, { anonymous: true }),
        await pastCall(ben, ann, { anonymous: true }),
      ];
      for (const ref of refs) {
        expect(await block(ann.person.id, { ref })).toMatchObject({ username: null, displayName: null });
      }
      expect(await listBlocks(ann.person.id)).toHaveLength(2);
      await beat(ben);
      expect(await findPerson(ann.person.id, "ben")).toMatchObject({ blocked: false, presence: "here" });
      await block(ann.person.id, { username: "ben" });
      expect(await listBlocks(ann.person.id)).toHaveLength(3);
      expect((await findPerson(ann.person.id, "ben")).blocked).toBe(true);
    });

    test("the policy “known people” shows me as away to others, and as here to people whom I called or allowed", async () => {
      await beat(ben);
      await changeMe(ben.person.id, { callPolicy: "known" });
      const dan = await newSession("dan");
      const eve = await newSession("eve");
      await pastCall(ben, eve);
      // If an anonymous call counted, that would tell its receiver who made it.
      await pastCall(ben, dan, { anonymous: true });
      expect(await stateOf(ben, dan)).toBe("away");
      expect(await stateOf(ben, eve)).toBe("here");
      await allow(ben.person.id, "dan");
      await allow(ben.person.id, "dan");
      expect(await stateOf(ben, dan)).toBe("here");
      expect((await findPerson(ben.person.id, "dan")).allowed).toBe(true);
      await disallow(ben.person.id, "dan");
      expect(await stateOf(ben, dan)).toBe("away");
      await expect(allow(ben.person.id, "nobody")).rejects.toMatchObject({ code: "not_found" });
    });
  });

  test("the list of people whom I allow is my own, ordered by name, without ids", async () => {
    const me = ann.person.id;
    await allow(ben.person.id, "ann");
    expect(await listAllowed(me)).toEqual([]);
    await allow(me, "cat");
    await allow(me, "ben");
    const [first, second] = [ben, cat].map(({ person }) => ({
      username: person.username,
      displayName: person.displayName,
    }));
    expect(await listAllowed(me)).toEqual([first, second]);
    // Both allow the same person, and one of them takes it back.
    await allow(ben.person.id, "cat");
    await disallow(ben.person.id, "cat");
    expect(await listAllowed(me)).toEqual([first, second]);
    await disallow(me, "ben");
    expect(await listAllowed(me)).toEqual([second]);
    await disallow(me, "cat");
    expect(await listAllowed(me)).toEqual([]);
  });

  test("a change of settings changes nothing else", async () => {
    const before = await readMe(cat.person.id);
    expect(await changeMe(cat.person.id, {})).toEqual(before);
    const after = await changeMe(cat.person.id, { displayName: "Cat", anonymousByDefault: true });
    expect(after).toEqual({ ...before, displayName: "Cat", anonymousByDefault: true });
    expect((await readMe(ann.person.id)).displayName).toBe("Ann");
  });
});
