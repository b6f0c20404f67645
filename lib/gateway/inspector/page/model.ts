import type { JournalEntry } from "../../base/journal-events";
import { applyTo, type Call, type Item, newCall } from "./call";
import { endMissing, found, grouped } from "./collections";
import { applyEvent, applyLive, type Conference, newConference } from "./conference";
import { isProblem } from "./problem";
import type { Snapshot } from "./snapshot";

/** A page that stays open for days shows the last ones. */
const MAX_CALLS = 1_000;
const MAX_CONFERENCES = 200;
const MAX_ELSEWHERE = 2_000;

const NOTHING: Snapshot = {
  now: 0,
  calls: [],
  legs: [],
  conferences: [],
  devices: [],
  network: [],
  rssMb: 0,
  cpuMs: 0,
};

/** Everything that the page shows, put together from what the gateway sends. */
export class Model {
  readonly #calls = new Map<string, Call>();
  readonly #conferences = new Map<string, Conference>();
  /** What has begun and not ended, by the id of its beginning. */
  readonly #open = new Map<number, Item>();
  /** The calls by the call that made them; undefined: to be found out anew. */
  #made: Map<string, Call[]> | undefined;
  /** What concerns neither a call nor a conference: devices, commands; and all requests to the REST interface. */
  readonly elsewhere: Item[] = [];
  snapshot: Snapshot = NOTHING;

  /** Forgets everything. */
  clear(): void {
    this.#calls.clear();
    this.#conferences.clear();
    this.#open.clear();
    this.elsewhere.length = 0;
    this.takeSnapshot(this.snapshot);
  }

  /** Takes an entry of the journal. They come in the order of their ids. */
  take(entry: JournalEntry): void {
    this.#made = undefined;
    this.#countProblem(entry);
    const begun = "of" in entry ? this.#open.get(entry.of) : undefined;
    if (begun) {
      begun.end = entry;
      this.#open.delete(begun.entry.id);
      return;
    }
    const item: Item = { entry, end: undefined };
    if ("event" in entry && (entry.event === "begins" || entry.event === "sent"))
      this.#open.set(entry.id, item);
    const places = this.#placesOf(entry);
    for (const place of places) place.push(item);
    if (places.length > 0 && entry.kind !== "rest") return;
    this.elsewhere.push(item);
    if (this.elsewhere.length > MAX_ELSEWHERE) this.elsewhere.shift();
  }

  /** Takes how things stand now. */
  takeSnapshot(snapshot: Snapshot): void {
    this.snapshot = snapshot;
    this.#made = undefined;
    for (const live of snapshot.calls) {
      const { parentSid, direction, from, to, status, answeredAt } = live;
      const call = this.#call(live.sid, live.createdAt);
      if (call.endedAt === null) Object.assign(call, { parentSid, direction, from, to, status, answeredAt });
    }
    const legs = grouped(snapshot.legs, ({ callSid }) => callSid);
    for (const [sid, those] of legs) {
      const call = this.#calls.get(sid);
      if (call) call.legs = those;
    }
    for (const live of snapshot.conferences) {
      const conference = this.#conference(live.sid, live.createdAt);
      if (conference.endedAt === null) applyLive(conference, live);
      for (const { callSid } of live.participants) this.#comesInto(callSid, live.sid);
    }
    endMissing(this.#calls, snapshot.calls, snapshot.now);
    endMissing(this.#conferences, snapshot.conferences, snapshot.now);
  }

  /** The calls that no other call made: those under way first, and the newest first. */
  get roots(): Call[] {
    const roots = [...this.#calls.values()].filter((call) => !this.#parentOf(call)).reverse();
    const groups = grouped(roots, (call) => String(this.isUnderWay(call)));
    return [...(groups.get("true") ?? []), ...(groups.get("false") ?? [])];
  }

  /** Whether a call or one that it made has not ended. */
  isUnderWay(root: Call): boolean {
    return this.family(root).some(({ endedAt }) => endedAt === null);
  }

  /** The conferences, the newest first. */
  get conferences(): Conference[] {
    return [...this.#conferences.values()].reverse();
  }

  /** A call and those that it made, in the order of their beginnings. */
  family(root: Call): Call[] {
    this.#made ??= grouped(this.#calls.values(), ({ parentSid }) => parentSid ?? "");
    return [root, ...(this.#made.get(root.sid) ?? [])];
  }

  /** The call that made this one, or the call itself. */
  rootOf(call: Call): Call {
    return this.#parentOf(call) ?? call;
  }

  /** The items of a call and of those that it made, in the order in which they happened. */
  timeline(root: Call): Item[] {
    const items = this.family(root).flatMap((call) => call.items);
    return [...new Set(items)].sort((a, b) => a.entry.id - b.entry.id);
  }

  /** The call with this sid. */
  call(sid: string): Call | undefined {
    return this.#calls.get(sid);
  }

  /** The conference that a call is in, or the last one that it was in. */
  conferenceOf({ room }: Call): Conference | undefined {
    return room === undefined ? undefined : this.#conferences.get(room);
  }

  /** The lists that an entry belongs to. A call or a conference that is not known yet begins with it. */
  #placesOf(entry: JournalEntry): Item[][] {
    if (entry.kind === "rest") return this.#placesOfPath(entry.path);
    const sid = "callSid" in entry ? (entry.callSid ?? "") : "";
    const about = "conferenceSid" in entry && entry.conferenceSid ? entry.conferenceSid : sid;
    const places: Item[][] = [];
    if (sid.startsWith("CA")) {
      const call = this.#call(sid, entry.at);
      if (entry.kind === "call") applyTo(call, entry);
      places.push(call.items);
    }
    // A webhook about a conference has its sid in the place of a CallSid.
    if (about.startsWith("CF")) {
      const conference = this.#conference(about, entry.at);
      if (entry.kind === "conference") {
        applyEvent(conference, entry);
        if (entry.event === "participant-join") this.#comesInto(sid, about);
      }
      places.push(conference.items);
    }
    return places;
  }

  #countProblem(entry: JournalEntry): void {
    const call = "callSid" in entry && isProblem(entry) ? this.#calls.get(entry.callSid ?? "") : undefined;
    // The end of a call tells once more what was counted before it.
    if (call && (entry.kind !== "call" || call.problems === 0)) call.problems += 1;
  }

  #comesInto(callSid: string, room: string): void {
    const call = this.#calls.get(callSid);
    if (call) call.room = room;
  }

  /** Those of the calls and conferences in the path of a REST request, as far as they are known. */
  #placesOfPath(path: string): Item[][] {
    const sids = new Set(path.match(/\b(CA|CF)[0-9a-f]{32}\b/g));
    const known = [...sids].map((sid) => this.#calls.get(sid) ?? this.#conferences.get(sid));
    return known.flatMap((one) => (one ? [one.items] : []));
  }

  #parentOf({ parentSid }: Call): Call | undefined {
    return parentSid === null ? undefined : this.#calls.get(parentSid);
  }

  #call(sid: string, at: number): Call {
    return found(this.#calls, sid, () => newCall(sid, at), MAX_CALLS);
  }

  #conference(sid: string, at: number): Conference {
    return found(this.#conferences, sid, () => newConference(sid, at), MAX_CONFERENCES);
  }
}
