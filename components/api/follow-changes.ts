import type { Change, ChangedPerson, OwnThing, Person } from "@/lib/contracts";
import type { Live } from "@/lib/live/live";
import { type PeopleAnswer, withChanges, withLook } from "./change-people";

/** One query and what is known of it. */
interface KnownQuery {
  readonly key: readonly unknown[];
  readonly data: unknown;
  /** A request for it is under way. */
  readonly asking: boolean;
}

/** The server's state of this tab, as the changes change it. A query is named by the first part of its key. */
export interface ChangeableCache {
  find(name: string): readonly KnownQuery[];
  write(key: readonly unknown[], data: unknown): void;
  /** Requests again what is shown: of these queries, or of all. */
  ask(name?: string): void;
}

/** Which queries show a thing of mine. A block or an allowance is shown at its person, too. */
const shownBy: Readonly<Record<OwnThing, readonly string[]>> = {
  me: ["me", "voicemail-settings"],
  calls: ["calls", "voicemails"],
  blocks: ["blocks", "people", "person"],
  allows: ["allows", "people", "person"],
  sessions: ["devices"],
  people: ["people", "person"],
  push: ["push"],
};

/** The least time (ms) from one request to the next that changes cause. */
const gapMs = 300;

/**
 * How long (ms) a request for something of my own waits. Mostly it is a call that changes it, and then the server, the network
 * and the page are needed for the call itself.
 */
const ownMs = 500;

/**
 * Over how long (ms) requests for a list are spread, by its length. When somebody joins, every page asks for its list; and the
 * longer the lists, the more pages there are.
 */
function spreadMs({ people }: PeopleAnswer): number {
  return people.length > 100 ? 3_000 : 3 * people.length;
}

/**
 * How long (ms) after the first stream of a page everything is asked for again. What changed between the page's first answers
 * and the stream was not told; but a page that is being opened has better things to do.
 */
const afterOpeningMs = 1_500;

/** Keeps what a page knows up to date by the changes that the server tells, until the returned function is called. */
export function followChanges(cache: ChangeableCache, live: Live): () => void {
  const asker = createAsker(cache.ask);
  let opening: ReturnType<typeof setTimeout> | null = null;

  function hear(change: Change): void {
    if (change.kind === "people") changePeople(change.people);
    if (change.kind === "own") {
      const names = new Set(change.what.flatMap((thing) => shownBy[thing]));
      for (const name of names) asker.ask(name, 0, ownMs);
    }
  }

  function changePeople(changed: readonly ChangedPerson[]): void {
    for (const { key, data, asking } of cache.find("people")) {
      const known = data as PeopleAnswer | null;
      if (known) {
        const { answer, ask } = withChanges(known, changed);
        if (answer !== known) cache.write(key, answer);
        if (ask) asker.ask("people", spreadMs(known));
      }
      // The answer that is under way may be older than the change.
      if (asking) asker.ask("people", 0);
    }
    for (const { key, data, asking } of cache.find("person")) {
      const known = data as Person | null;
      const change = changed.find(({ username }) => username === key[1]);
      const person = known && change && withLook(known, change);
      if (person) cache.write(key, person);
      if (change && (asking || !person)) asker.ask("person", 0);
    }
  }

  const ends = [
    live.onChange(hear),
    live.onStream(() => {
      if (live.stream() === null) return;
      if (opening === null) opening = setTimeout(cache.ask, afterOpeningMs);
      else cache.ask();
    }),
    () => clearTimeout(opening ?? undefined),
    live.onScreen(() => {
      for (const name of shownBy.people) asker.ask(name, 0);
    }),
    asker.stop,
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** Makes of many wishes few requests: for each name at most one every `gapMs`. */
function createAsker(ask: (name: string) => void) {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const askedAt = new Map<string, number>();
  return {
    /** `within`: how long (ms) the request may wait. The moment is chosen at random, at least `least` from now. */
    ask(name: string, within: number, least = 0): void {
      if (timers.has(name)) return;
      const since = Date.now() - (askedAt.get(name) ?? 0);
      const wait = Math.max(gapMs - since, least + Math.random() * within);
      const run = () => {
        timers.delete(name);
        askedAt.set(name, Date.now());
        ask(name);
      };
      timers.set(name, setTimeout(run, wait));
    },
    stop(): void {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
