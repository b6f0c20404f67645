import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { PgPreparedQuery } from "drizzle-orm/pg-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { publish } from "@/lib/changes";
import type { Change } from "@/lib/contracts";
import { database, users } from "@/lib/db";
import { onBothDatabases } from "@/lib/db/testing/both";
import type { Session } from "../identity";
import { changeMe } from "../people/me";
import { beat, newSession, pastCall } from "../testing/people";
import { Hub } from "./hub";
import { encodeEvent, Stream } from "./stream";
import { Tab } from "./testing/tab";

let number = 0;
const somebody = () => newSession(`hub_${++number}_${randomUUID().slice(0, 8)}`);

/** The queries that are made from now on, as text. */
function watchQueries(): string[] {
  type RunQuery = (query: string, params: unknown[], run: () => Promise<unknown>) => Promise<unknown>;
  const prototype = PgPreparedQuery.prototype as unknown as { queryWithCache: RunQuery };
  const run = prototype.queryWithCache;
  const texts: string[] = [];
  vi.spyOn(prototype, "queryWithCache").mockImplementation(function (this: unknown, query, ...rest) {
    texts.push(query);
    return run.call(this as never, query, ...rest);
  });
  return texts;
}

onBothDatabases(() => {
  let hub: Hub;
  beforeEach(() => {
    hub = new Hub();
    return () => {
      vi.restoreAllMocks();
      hub.close();
    };
  });

  /** A tab that has been greeted. */
  async function open(session: Session): Promise<Tab> {
    const tab = new Tab(hub, session);
    await vi.waitFor(() => expect(tab.events).toEqual([{ kind: "hello", live: true }]), 5_000);
    return tab;
  }

  const told = (tab: Tab, event: Change) => vi.waitFor(() => expect(tab.events).toContainEqual(event), 5_000);

  test("each is told of what is theirs, everybody of what is everybody's", async () => {
    const [ann, ben] = [await somebody(), await somebody()];
    const [one, other] = [await open(ann), await open(ben)];
    const ref = randomUUID();
    publish({ kind: "own", person: ann.person.id, what: ["calls"], ref });
    publish({ kind: "everybody", what: ["me"] });
    await told(other, { kind: "own", what: ["me"] });
    await told(one, { kind: "own", what: ["me"] });
    expect(one.events.slice(1, 3)).toEqual([
      { kind: "own", what: ["calls"] },
      { kind: "outcome", ref },
    ]);
    expect(other.events).toHaveLength(2);
  });

  test("that somebody is back is told to the streams of who has waited for them", async () => {
    const [ann, ben] = [await somebody(), await somebody()];
    const [mine, theirs] = [await open(ann), await open(ben)];
    publish({ kind: "back", person: ann.person.id, username: "zoe", displayName: "Zoe" });
    publish({ kind: "own", person: ben.person.id, what: ["me"] });
    await told(theirs, { kind: "own", what: ["me"] });
    await told(mine, { kind: "back", username: "zoe", displayName: "Zoe" });
    expect(theirs.events).toHaveLength(2);
  });

  test("somebody who lets known people ring, and calls openly, is seen by the callee from then on", async () => {
    const [ann, ben] = [await somebody(), await somebody()];
    await changeMe(ann.person.id, { callPolicy: "known", doNotDisturb: true });
    await beat(ann, { hidden: true });
    const tab = await open(ben);
    await pastCall(ann, ben);
    publish({ kind: "person", person: ann.person.id, called: [ben.person.id] });
    const { username, displayName } = ann.person;
    await told(tab, { kind: "people", people: [{ username, displayName, presence: "dnd" }] });
  });

  test("a stream has everybody's changes again after changes may have been missed, and so may its screen", async () => {
    const log = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const [ann, ben] = [await somebody(), await somebody()];
    const tab = await open(ann);
    publish({ kind: "screen", session: ann.id, stream: tab.stream, people: [], arrivals: false });
    const db = await database();
    vi.spyOn(db, "select").mockImplementation(() => {
      throw new Error("the database is down");
    });
    publish({ kind: "person", person: ben.person.id });
    await told(tab, { kind: "live", live: false });
    vi.mocked(db.select).mockRestore();
    await told(tab, { kind: "live", live: true });
    publish({ kind: "person", person: ben.person.id, renamed: true });
    const { username, displayName } = ben.person;
    await told(tab, { kind: "people", people: [{ username, displayName, presence: "away" }] });
    expect(log).toHaveBeenCalled();
  });

  test("a change of policy that is told twice is still told to others", async () => {
    const [ann, ben] = [await somebody(), await somebody()];
    await beat(ann, { hidden: true });
    const tab = await open(ben);
    await (await database()).update(users).set({ callPolicy: "known" }).where(eq(users.id, ann.person.id));
    const change = { kind: "person" as const, person: ann.person.id, policyWas: "everyone" as const };
    publish(change, change);
    const { username, displayName } = ann.person;
    await told(tab, { kind: "people", people: [{ username, displayName, presence: "away" }] });
  });

  test("takes as many queries for many people and streams as for few", async () => {
    const sessions: Session[] = [];
    for (let count = 0; count < 12; count++) sessions.push(await somebody());
    for (const session of sessions) await changeMe(session.person.id, { callPolicy: "known" });
    const queriesFor = async (people: readonly Session[], tabs: readonly Tab[]) => {
      const before = tabs.map((tab) => tab.events.length);
      const texts = watchQueries();
      publish(
        ...people.map(({ person }) => ({
          kind: "person" as const,
          person: person.id,
          renamed: true as const,
        })),
      );
      await vi.waitFor(() => {
        for (const [index, tab] of tabs.entries())
          expect(tab.events.length).toBeGreaterThan(before[index] ?? 0);
      }, 5_000);
      vi.restoreAllMocks();
      return texts.filter((text) => text.includes("= any(") || text.includes("not_disturb")).length;
    };
    const [first, second] = sessions as [Session, Session];
    const few = await queriesFor([first], [await open(second)]);
    const tabs = await Promise.all(sessions.map((session) => open(session)));
    // Looks, blocks, allows, open calls.
    expect(few).toBe(4);
    expect(await queriesFor(sessions, tabs)).toBe(few);
  });

  test("a stream ends when its time is over, or when its session has ended without a word", async () => {
    const [ann, ben] = [await somebody(), await somebody()];
    const [silent, old] = [await open(ann), await open(ben)];
    await (await database()).execute(sql`delete from sessions where id = ${ann.id}`);
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 61_000);
    await vi.waitFor(() => expect(silent.hasEnded).toBe(true), 5_000);
    expect(silent.events.at(-1)).toEqual({ kind: "signed_out" });
    expect(old.hasEnded).toBe(false);
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 31 * 60_000);
    await vi.waitFor(() => expect(old.hasEnded).toBe(true), 5_000);
    expect(old.events).toHaveLength(1);
  });

  test("while the database fails, streams are told that they are not live, and afterwards to ask again", async () => {
    const log = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const [ann, ben] = [await somebody(), await somebody()];
    const tab = await open(ann);
    const db = await database();
    vi.spyOn(db, "select").mockImplementation(() => {
      throw new Error("the database is down");
    });
    publish({ kind: "person", person: ben.person.id });
    await told(tab, { kind: "live", live: false });
    vi.mocked(db.select).mockRestore();
    await told(tab, { kind: "live", live: true });
    expect(log).toHaveBeenCalled();
  });
});

describe("a stream", () => {
  const session = { id: "s", voiceId: "v", person: { id: "u", username: "ann", displayName: "Ann" } };
  afterEach(() => vi.restoreAllMocks());

  test("begins with a comment, and sends one when it has been quiet", async () => {
    const stream = new Stream(session, { stream: "a", tab: "b" }, () => {});
    const reader = stream.body.getReader();
    const next = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await next()).toBe(":\n\n");
    const now = Date.now();
    stream.ping(now, 10_000);
    stream.greet(true);
    stream.ping(now + 11_000, 10_000);
    expect(await next()).toBe('data: {"kind":"hello","live":true}\n\n');
    expect(await next()).toBe(":\n\n");
  });

  test("carries an event of any length to a client that reads", async () => {
    const onEnd = vi.fn();
    const stream = new Stream(session, { stream: "a", tab: "b" }, onEnd);
    const reader = stream.body.getReader();
    await reader.read();
    const person = { username: "u".repeat(32), displayName: "日".repeat(64), presence: "here" as const };
    const event = encodeEvent({ kind: "people", people: Array.from({ length: 500 }, () => person) });
    stream.send(event);
    expect((await reader.read()).value).toEqual(event);
    expect(onEnd).not.toHaveBeenCalled();
  });

  test("ends when its client does not read", () => {
    const onEnd = vi.fn();
    const stream = new Stream(session, { stream: "a", tab: "b" }, onEnd);
    const event = encodeEvent({ kind: "own", what: ["me"] });
    for (let count = 0; count < 10_000; count++) stream.send(event);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });
});
