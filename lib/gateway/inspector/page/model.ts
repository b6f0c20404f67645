import type { JournalEntry } from "../../base/journal-events";
import { applyTo, type Call, type Item, newCall } from "./call";
import type { Snapshot } from "./snapshot";

/** A page that stays open for days shows the last ones. */
const MAX_CALLS = 1_000;
const MAX_ELSEWHERE = 2_000;

const NOTHING: Snapshot = { now: 0, calls: [], legs: [], devices: [], network: [], rssMb: 0, cpuMs: 0 };

/** Everything that the page shows, put together from what the gateway sends. */
export class Model {
  readonly #calls = new Map<string, Call>();
  /** What has begun and not ended, by the id of its beginning. */
  readonly #open = new Map<number, Item>();
  /** The calls by the call that made them; undefined: to be found out anew. */
  #made: Map<string, Call[]> | undefined;
  /** What concerns no call: devices, the REST interface, commands. */
  readonly elsewhere: Item[] = [];
  snapshot: Snapshot = NOTHING;

  /** Forgets everything. */
  clear(): void {
    this.#calls.clear();
    this.#open.clear();
    this.elsewhere.length = 0;
    this.takeSnapshot(this.snapshot);
  }

  /** Takes an entry of the journal. They come in the order of their ids. */
  take(entry: JournalEntry): void {
    this.#made = undefined;
    const begun = "of" in entry ? this.#open.get(entry.of) : undefined;
    if (begun) {
      begun.end = entry;
      this.#open.delete(begun.entry.id);
      return;
    }
    const item: Item = { entry, end: undefined };
    if ("event" in entry && (entry.event === "begins" || entry.event === "sent"))
      this.#open.set(entry.id, item);
    const sid = "callSid" in entry && entry.callSid?.startsWith("CA") ? entry.callSid : undefined;
    if (sid === undefined) {
      this.elsewhere.push(item);
      if (this.elsewhere.length > MAX_ELSEWHERE) this.elsewhere.shift();
      return;
    }
    const call = this.#call(sid, entry.at);
    call.items.push(item);
    if (entry.kind === "call") applyTo(call, entry);
  }

  /** Takes how things stand now. */
  takeSnapshot(snapshot: Snapshot): void {
    this.snapshot = snapshot;
    this.#made = undefined;
    for (const live of snapshot.calls) {
      const { parentSid, from, to, status, answeredAt } = live;
      const call = this.#call(live.sid, live.createdAt);
      if (call.endedAt === null) Object.assign(call, { parentSid, from, to, status, answeredAt });
    }
    const legs = grouped(snapshot.legs, ({ callSid }) => callSid);
    for (const [sid, those] of legs) {
      const call = this.#calls.get(sid);
      if (call) call.legs = those;
    }
  }

  /** The calls that no other call made: those under way first, and the newest first. */
  get roots(): Call[] {
    const roots = [...this.#calls.values()].filter((call) => !this.#parentOf(call));
    const isOver = (call: Call) => Number(this.family(call).every(({ endedAt }) => endedAt !== null));
    return roots.reverse().sort((a, b) => isOver(a) - isOver(b));
  }

  /** A call and those that it made, in the order of their beginnings. */
  family(root: Call): Call[] {
    this.#made ??= grouped(this.#calls.values(), ({ parentSid }) => parentSid ?? "");
    return [root, ...(this.#made.get(root.sid) ?? [])];
  }

  /** The items of a call and of those that it made, in the order in which they happened. */
  timeline(root: Call): Item[] {
    return this.family(root)
      .flatMap(({ items }) => items)
      .sort((a, b) => a.entry.id - b.entry.id);
  }

  /** The call with this sid. */
  call(sid: string): Call | undefined {
    return this.#calls.get(sid);
  }

  #parentOf({ parentSid }: Call): Call | undefined {
    return parentSid === null ? undefined : this.#calls.get(parentSid);
  }

  #call(sid: string, at: number): Call {
    const known = this.#calls.get(sid);
    if (known) return known;
    const call = newCall(sid, at);
    this.#calls.set(sid, call);
    if (this.#calls.size > MAX_CALLS) this.#forgetOldest();
    return call;
  }

  #forgetOldest(): void {
    for (const { sid, endedAt } of this.#calls.values()) {
      if (endedAt === null) continue;
      this.#calls.delete(sid);
      return;
    }
  }
}

/** The items by their keys, each group in their order. */
function grouped<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
