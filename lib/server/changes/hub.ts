import "server-only";
import { type Change, type PersonChange, subscribe } from "@/lib/changes";
import type { PresenceState } from "@/lib/contracts";
import { AppError } from "@/lib/errors";
import type { Session } from "../identity";
import { logError } from "../log";
import { readEverybodyHere } from "../people/looks";
import { noteStreamsEnded } from "../presence/expire-tabs";
import { readChangedLooks } from "./changed-looks";
import { PersonHints } from "./person-hints";
import { encodeEvent, everybody, Stream } from "./stream";
import { Streams } from "./streams";
import { tellDeleted, tellPeople } from "./tell-people";
import { Ticker } from "./ticker";

/** The most streams that one person may have open in this process. */
export const mostStreams = 40;

/** How many people are looked at in one go. */
const batchSize = 500;

/** How long (ms) the first change waits for those that come with it, and for the answer to the request that has made it. */
const firstMs = 25;

/** How long (ms) changes gather before the next ones are told. The more streams there are, the more it costs. */
const windowMs = (streams: number) => 50 + streams / 20;

/** How long (ms) streams that have ended gather. */
const endedMs = 50;

const signedOut = encodeEvent({ kind: "signed_out" });

/**
 * The open streams of this process, and what each of them is told. Nobody is told of a change that they cannot see: see
 * {@link readChangedLooks}.
 *
 * Changes that come while the process does not hear those of others are no news: every stream is told that it is not live,
 * and when it is again, that everything is to be asked for.
 */
export class Hub {
  readonly #streams = new Streams();
  readonly #ticker = new Ticker(this.#streams);
  #unsubscribe: (() => void) | undefined;
  /** Whether the changes of all processes are heard. */
  #isHeard = false;
  /** How everybody looks who is not away. Undefined: not read since changes are heard. */
  #here: Map<string, PresenceState> | undefined;
  #isReading = false;
  #changed = new Map<string, PersonHints>();
  #isTelling = false;
  #ended: Stream[] = [];

  constructor() {
    this.#ticker.onTick(() => {
      void this.#read();
      if (this.#streams.size === 0) this.#rest();
    });
  }

  /** How many streams are open. */
  get size(): number {
    return this.#streams.size;
  }

  /** Opens the stream of a tab. An older one of the same tab ends. Throws `rate_limited` if the person has too many. */
  open(session: Session, ids: { stream: string; tab: string }): Stream {
    const own = this.#streams.ofSession(session.id).filter(({ tab }) => tab === ids.tab);
    const others = this.#streams.ofPerson(session.person.id).length - own.length;
    if (others >= mostStreams) throw new AppError("rate_limited", { retryAfterSeconds: 60 });
    for (const stream of own) stream.end();
    const stream = new Stream(session, ids, (ended) => this.#drop(ended));
    this.#streams.add(stream);
    this.#wake();
    if (this.#isLive) this.#greet(stream);
    return stream;
  }

  /** Ends every stream, and hears nothing more. */
  close(): void {
    for (const stream of this.#streams.all()) stream.end();
    this.#rest();
  }

  get #isLive(): boolean {
    return this.#isHeard && this.#here !== undefined;
  }

  /** Begins to hear, with the first stream. */
  #wake(): void {
    this.#unsubscribe ??= subscribe({
      onChanges: (changes) => this.#hear(changes),
      onLive: (live) => this.#setHeard(live),
    });
    this.#ticker.start();
  }

  #rest(): void {
    this.#ticker.stop();
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#isHeard = false;
    this.#here = undefined;
  }

  #setHeard(heard: boolean): void {
    if (!heard) this.#lose();
    this.#isHeard = heard;
    if (heard) void this.#read();
  }

  /** What changes are compared with is not known any more. */
  #lose(): void {
    const wasLive = this.#isLive;
    this.#here = undefined;
    // Another choice may be missed from now on. Each tab says it again once the changes of all processes are heard.
    for (const stream of this.#streams.all()) stream.screen = everybody;
    if (wasLive) this.#tellAll(encodeEvent({ kind: "live", live: false }));
  }

  /** Reads what changes are compared with, if that is to be done. At a failure the next tick tries it again. */
  async #read(): Promise<void> {
    if (!this.#isHeard || this.#here || this.#isReading) return;
    this.#isReading = true;
    // Those that are heard from now on may be missing in what is read.
    this.#changed.clear();
    try {
      const here = await readEverybodyHere();
      if (!this.#isHeard) return;
      this.#here = here;
      this.#tellAll(encodeEvent({ kind: "live", live: true }));
      for (const stream of this.#streams.all()) this.#greet(stream);
      void this.#tell();
    } catch (error) {
      this.#ticker.report("who is here", error);
    } finally {
      this.#isReading = false;
    }
  }

  /** Sends the first event, once. */
  #greet(stream: Stream): void {
    if (!stream.hasHello) stream.greet(this.#isLive);
  }

  #tellAll(event: Uint8Array): void {
    for (const stream of this.#streams.all()) if (stream.hasHello) stream.send(event);
  }

  #hear(changes: readonly Change[]): void {
    for (const change of changes) this.#hearOne(change);
  }

  #hearOne(change: Change): void {
    switch (change.kind) {
      case "person":
        this.#note(change);
        return;
      case "own":
        for (const stream of this.#streams.ofPerson(change.person)) {
          if (!stream.hasHello) continue;
          if (change.what.length > 0) stream.send(encodeEvent({ kind: "own", what: [...change.what] }));
          if (change.ref) stream.send(encodeEvent({ kind: "outcome", ref: change.ref }));
        }
        return;
      case "stage":
        for (const stream of this.#streams.ofPerson(change.person)) {
          if (stream.hasHello)
            stream.send(encodeEvent({ kind: "stage", ref: change.ref, stage: change.stage }));
        }
        return;
      case "back": {
        const { username, displayName } = change;
        for (const stream of this.#streams.ofPerson(change.person)) {
          if (stream.hasHello) stream.send(encodeEvent({ kind: "back", username, displayName }));
        }
        return;
      }
      case "everybody":
        this.#tellAll(encodeEvent({ kind: "own", what: [...change.what] }));
        return;
      case "person_deleted":
        this.#here?.delete(change.person);
        tellDeleted(change.username, this.#streams.all());
        return;
      case "session_ended":
        for (const stream of this.#streams.ofSession(change.session)) stream.end(signedOut);
        return;
      case "screen":
        for (const stream of this.#streams.ofSession(change.session)) {
          if (stream.id !== change.stream) continue;
          const people = change.people && new Set(change.people);
          stream.screen = { people, arrivals: change.arrivals };
        }
    }
  }

  #note(change: PersonChange): void {
    const hints = this.#changed.get(change.person) ?? new PersonHints();
    hints.add(change);
    this.#changed.set(change.person, hints);
    void this.#tell();
  }

  /** Tells of the people who have changed: the first soon, others together with those that come meanwhile. */
  async #tell(): Promise<void> {
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      await pause(firstMs);
      while (this.#here && this.#changed.size > 0) {
        await this.#tellBatch(this.#here);
        await pause(windowMs(this.#streams.size));
      }
    } catch (error) {
      this.#ticker.report("telling changes", error);
      this.#lose();
    } finally {
      this.#isTelling = false;
    }
  }

  async #tellBatch(here: Map<string, PresenceState>): Promise<void> {
    const batch = new Map([...this.#changed].slice(0, batchSize));
    for (const person of batch.keys()) this.#changed.delete(person);
    const looks = await readChangedLooks(batch, here, this.#streams.people);
    // Meanwhile it was begun anew.
    if (this.#here === here) tellPeople(looks, this.#streams);
  }

  #drop(stream: Stream): void {
    this.#streams.delete(stream);
    this.#ended.push(stream);
    if (this.#ended.length === 1) setTimeout(() => this.#noteEnded(), endedMs);
  }

  #noteEnded(): void {
    const ended = this.#ended.map(({ id, tab, session }) => ({ stream: id, tab, session: session.id }));
    this.#ended = [];
    noteStreamsEnded(ended).catch((error: unknown) => logError("ended streams", error));
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
