import { eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { publish } from "@/lib/changes";
import type { Change, ChangedPerson } from "@/lib/contracts";
import { database, presence } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import type { Session } from "../identity";
import { allow, disallow } from "../people/allows";
import { block, listBlocks, unblock } from "../people/blocks";
import { listPeople } from "../people/directory";
import { changeMe } from "../people/me";
import { markSuspended, restorePerson } from "../people/suspend";
import { tellingRingRule } from "../people/tell-ring-rule";
import { expireTabs } from "../presence/expire-tabs";
import { beat, newSession, pastCall } from "../testing/people";
import { Hub } from "./hub";
import { Tab } from "./testing/tab";

/** A person whose page shows what it was told, beginning with the list. */
interface Viewer {
  readonly session: Session;
  readonly shown: Map<string, ChangedPerson>;
  /** Events that told nothing new, each of which shows that somebody did something. */
  readonly needless: ChangedPerson[];
}

function take(viewer: Viewer, event: Change): void {
  if (event.kind !== "people") return;
  for (const person of event.people) {
    const before = viewer.shown.get(person.username);
    const isSame = before?.presence === person.presence && before.displayName === person.displayName;
    if (isSame || (!before && person.presence === null)) viewer.needless.push(person);
    if (person.presence === null) viewer.shown.delete(person.username);
    else viewer.shown.set(person.username, person);
  }
}

/** What the list shows that person. */
async function listed({ session }: Viewer) {
  const { people } = await listPeople(session.person.id, "");
  return new Map(
    people.map(({ username, displayName, presence }) => [username, { username, displayName, presence }]),
  );
}

const changePerson = (session: Session) => publish({ kind: "person", person: session.person.id });

let number = 0;

/** What people do that may change how they look to others. `one` does it, to `other` if it is about somebody. */
const deeds: Record<string, (one: Session, other: Session) => Promise<unknown>> = {
  comes: async (one) => beatNow(one, { phone: "ready" }),
  leaves: async (one) => beatNow(one, { phone: "gone" }),
  "is in a call that has no row": async (one) => beatNow(one, { phone: "in_call", ref: crypto.randomUUID() }),
  "calls openly": (one, other) => call(one, other, false),
  "calls anonymously": (one, other) => call(one, other, true),
  "asks not to be disturbed": (one) => changeMe(one.person.id, { doNotDisturb: true }),
  "may be disturbed": (one) => changeMe(one.person.id, { doNotDisturb: false }),
  "is called something else": (one) => changeMe(one.person.id, { displayName: `Name ${++number}` }),
  "lets known people ring": (one) => changeMe(one.person.id, { callPolicy: "known" }),
  "lets everyone ring": (one) => changeMe(one.person.id, { callPolicy: "everyone" }),
  "blocks by name": (one, other) => block(one.person.id, { username: other.person.username }),
  "blocks an anonymous caller": async (one, other) => {
    const ref = await pastCall(other, one, { anonymous: true });
    await block(one.person.id, { ref });
  },
  unblocks: async (one) => {
    const [first] = await listBlocks(one.person.id);
    if (first) await unblock(one.person.id, first.id);
  },
  allows: (one, other) => allow(one.person.id, other.person.username),
  disallows: (one, other) => disallow(one.person.id, other.person.username),
  "is suspended": (one) => markSuspended(one.person.username),
  "is restored": (one) => restorePerson(one.person.username),
  "has a tab that expires": async (one) => {
    const db = await database();
    await db
      .update(presence)
      .set({ expiresAt: new Date(0) })
      .where(eq(presence.userId, one.person.id));
    publish(...(await expireTabs()).map((person) => ({ kind: "person" as const, person })));
  },
};

async function beatNow(one: Session, change: Parameters<typeof beat>[1]): Promise<void> {
  await beat(one, { hidden: true, n: ++number, ...change });
  changePerson(one);
}

/** Resolves when each page shows what the list would. */
let settled: () => Promise<void> = async () => {};

/** The tab says so first, then the voice network asks about the call. */
async function call(one: Session, other: Session, anonymous: boolean): Promise<void> {
  const ref = crypto.randomUUID();
  await beat(one, { hidden: true, n: ++number, phone: "in_call", ref });
  await settled();
  await tellingRingRule(one.person.id, other.person.id, () => pastCall(one, other, { anonymous, ref }));
  changePerson(one);
}

onBothDatabases((name) => {
  test("whatever people do, each page shows what the list would, and hears of nothing else", {
    timeout: 120_000,
  }, async () => {
    const hub = new Hub();
    const viewers: Viewer[] = [];
    for (const username of ["ann", "ben", "cat", "dan"]) {
      const session = await newSession(username);
      const viewer: Viewer = { session, shown: new Map(), needless: [] };
      viewers.push(viewer);
    }
    const tabs = viewers.map((viewer) => new Tab(hub, viewer.session, (event) => take(viewer, event)));
    for (const tab of tabs) {
      await vi.waitFor(() => expect(tab.events[0]).toEqual({ kind: "hello", live: true }), 5_000);
    }
    for (const viewer of viewers) for (const [key, one] of await listed(viewer)) viewer.shown.set(key, one);
    settled = () =>
      vi.waitFor(
        async () => {
          for (const viewer of viewers) expect(viewer.shown).toEqual(await listed(viewer));
        },
        { timeout: 5_000, interval: 10 },
      );
    const who = fc.nat(viewers.length - 1);
    const step = fc.record({ deed: fc.constantFrom(...Object.keys(deeds)), one: who, by: fc.nat(2) });
    const done: string[] = [];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 3 }), async (steps) => {
        for (const { deed, one, by } of steps) {
          const [actor, other] = [viewers[one], viewers[(one + 1 + by) % viewers.length]];
          if (!actor || !other) throw new Error("nobody");
          done.push(`${actor.session.person.username} ${deed} ${other.session.person.username}`);
          await deeds[deed]?.(actor.session, other.session);
          // One after the other: what changes back before it is told is no news.
          await settled();
        }
        const needless = viewers.flatMap((viewer) => viewer.needless);
        expect(needless, done.slice(-6).join("; ")).toEqual([]);
      }),
      { numRuns: name === "PGlite" ? 25 : 60, endOnFailure: true },
    );
    hub.close();
    await vi.waitFor(() => expect(tabs.every((tab) => tab.hasEnded)).toBe(true));
  });
});
