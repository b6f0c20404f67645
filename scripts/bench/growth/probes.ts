import { randomUUID } from "node:crypto";
import { countNewMissed, listCalls } from "@/lib/server/calls/history";
import { settleOverdue } from "@/lib/server/calls/settle";
import { listAllowed } from "@/lib/server/people/allows";
import { listBlocks } from "@/lib/server/people/blocks";
import { findPerson, listPeople } from "@/lib/server/people/directory";
import { readMe } from "@/lib/server/people/me";
import { storeBeat, sweepPresence } from "@/lib/server/presence/presence";
import { routeCall } from "@/lib/server/voice/route-call";
import type { BenchDatabase } from "./database";
import { idOf, people, voiceIdOf } from "./people";

/** A question to the product, and what stands in its line of the table. */
export interface Probe {
  readonly name: string;
  /** Asks once. `turn` counts from 0. */
  ask(turn: number): Promise<unknown>;
}

/** What is typed into the search, and why. */
const searches = [
  ["a", "one letter that nearly everybody has"],
  ["an", "two letters that many have"],
  ["tanaka", "a name that many have"],
  ["anie", "a part of a word that few have"],
  ["ＴＡＮＡ", "full width"],
  ["ZOÉ", "another accent"],
  ["田", "one kanji that many have"],
  ["凛", "one kanji that few have"],
  ["田中", "two kanji"],
  ["ハナ", "katakana for hiragana"],
  ["qqq", "nobody"],
] as const;

/** The questions that a page or the voice network asks, about people who are in the database at every size. */
export async function makeProbes(database: BenchDatabase): Promise<Probe[]> {
  const me = idOf(people.me);
  const [busy, busiest] = [idOf(people.busy), idOf(people.busiest)];
  const callee = await usernameOf(database, people.callee);
  const beat = await beatOf(database);
  const peer = await usernameOf(database, 50);
  return [
    { name: "people: the list", ask: () => listPeople(me, "") },
    ...searches.map(([q, why]) => ({ name: `search: ${q} (${why})`, ask: () => listPeople(me, q) })),
    { name: "people: one by name", ask: () => findPerson(me, callee) },
    { name: "people: my settings and badge", ask: () => readMe(me) },
    { name: "people: my blocks", ask: () => listBlocks(me) },
    { name: "people: whom I allow", ask: () => listAllowed(me) },
    { name: "history: of 50 calls", ask: () => listCalls(me, {}) },
    { name: "history: of 2,000 calls", ask: () => listCalls(busy, {}) },
    { name: "history: of a tenth of all calls", ask: () => listCalls(busiest, {}) },
    { name: "history: missed, of a tenth of all", ask: () => listCalls(busiest, { missed: "1" }) },
    { name: "history: search, of 2,000 calls", ask: () => listCalls(busy, { q: peer }) },
    { name: "history: search for nobody, of 2,000", ask: () => listCalls(busy, { q: "qqq" }) },
    { name: "history: badge, of a tenth of all", ask: () => countNewMissed(busiest) },
    { name: "presence: a beat", ask: beat },
    { name: "presence: sweep", ask: () => sweepPresence() },
    { name: "upkeep: settle calls", ask: () => settleOverdue() },
    { name: "webhook: POST /api/voice/call", ask: (turn) => callFrom(turn, callee) },
  ];
}

async function usernameOf(database: BenchDatabase, number: number): Promise<string> {
  const [row] = await database.query("select username from users where id = $1", [idOf(number)]);
  return String(row?.username);
}

async function beatOf(database: BenchDatabase): Promise<Probe["ask"]> {
  const [row] = await database.query(
    "select session_id, tab, username, display_name from presence join users on users.id = user_id where user_id = $1",
    [idOf(people.me)],
  );
  const session = {
    id: String(row?.session_id),
    voiceId: voiceIdOf(people.me),
    person: { id: idOf(people.me), username: String(row?.username), displayName: String(row?.display_name) },
  };
  const beat = { tab: String(row?.tab), phone: "ready", hidden: true, ref: null, stream: null } as const;
  return (turn) => storeBeat(session, { ...beat, n: turn + 2 });
}

async function callFrom(turn: number, callee: string): Promise<void> {
  const caller = people.callers[turn % people.callers.length] ?? 4;
  const twiml = await routeCall({
    CallSid: `CC${randomUUID().replaceAll("-", "")}`,
    From: `client:${idOf(caller)}_${voiceIdOf(caller)}`,
    To: callee,
    ref: randomUUID(),
    anonymous: "0",
  });
  if (!twiml.includes("<Client")) throw new Error(`the call does not ring: ${twiml}`);
}
