import type { Cancel } from "../base/clock";
import { Emitter, type EventSource } from "../base/event-source";
import type { Journal } from "../base/journal";
import type { Recording } from "../recording/recording";
import type { DialStatus } from "../twiml/outcome";
import type { GivenDocument } from "../twiml/run";
import type { FormParams } from "../webhook/signature";
import type { Target } from "../webhook/webhooks";
import type { CallRecordingOptions } from "./recording-options";

/** How far a call has got, in the words of Twilio's REST interface. */
export type CallStatus = "queued" | "ringing" | "in-progress" | DialStatus;

/** What there is to say about a call: a caller's, or the one to a `<Client>`. Times are in ms since the epoch. */
export interface CallFacts {
  readonly sid: string;
  /** The call whose `<Dial>` made this one; null: it is a caller's. */
  readonly parentSid: string | null;
  readonly direction: "inbound" | "outbound-dial" | "outbound-api";
  readonly from: string;
  readonly to: string;
  readonly status: CallStatus;
  readonly createdAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
}

/** What can be changed of a call under way, besides its document. What is undefined stays as it is. */
export interface CallAdjustment {
  /** Who is told how far the call has got, from now on. */
  statusCallback?: Target | undefined;
  /** Requested when a document cannot be fetched or run. */
  fallback?: Target | undefined;
  /** Seconds from the answer to the end of the call. */
  timeLimit?: number | undefined;
}

/** A call under way. */
export interface RecordedCall {
  readonly sid: string;
  facts(): CallFacts;
  /** The parameters of every webhook about this call. */
  params(): FormParams;
  /** Ends the call, in whatever state it is. `why`: for the log; unless given, REST has ended it. */
  hangUp(why?: string): void;
  /** Goes on with another document. False: the call has not been answered, or its sound goes from browser to browser. */
  redirect(document: Target | GivenDocument): boolean;
  adjust(adjustment: CallAdjustment): void;
  /** Records the call from now on. `not eligible`: as for `redirect`. `full`: there is no room for another recording. */
  record(options: CallRecordingOptions): Recording | "not eligible" | "full";
}

/** A step of a call. */
export interface CallEvent {
  /**
   * `begun`: the call exists. `ringing`: a device rings (for the caller's call: the caller is told so). `answered`: it has
   * been picked up. `ended`: it is over, answered or not.
   */
  readonly type: "begun" | "ringing" | "answered" | "ended";
  /** The call as it was right after this step. */
  readonly call: CallFacts;
}

/** How many ended calls are remembered. */
const MAX_ENDED = 1_000;

/** Of how many forgotten calls the places are known, since a client may be in the middle of the list there. */
const MAX_FORGOTTEN = 1_000;

/** Knows the calls under way by their sids, and how the last ones ended. */
export class CallRecords implements EventSource<CallEvent> {
  readonly #open = new Map<string, RecordedCall>();
  readonly #ended = new Map<string, CallFacts>();
  /** The places of calls that are under way, or have ended, and of those forgotten lately. */
  readonly #places = new Map<string, number>();
  readonly #forgotten = new Set<string>();
  #lastPlace = 0;
  readonly #events = new Emitter<CallEvent>();

  /** @param journal gets the beginning and the end of every call */
  constructor(readonly journal?: Journal) {}

  /** Calls `listener` with each step of each call, until cancelled. */
  on(listener: (event: CallEvent) => void): Cancel {
    return this.#events.on(listener);
  }

  /** The call has begun. */
  opened(call: RecordedCall): void {
    this.#open.set(call.sid, call);
    this.#lastPlace += 1;
    this.#places.set(call.sid, this.#lastPlace);
    const { sid, parentSid, direction, from, to } = call.facts();
    this.journal?.add({
      kind: "call",
      callSid: sid,
      event: "begun",
      direction,
      from,
      to,
      parentSid,
    });
    this.#events.emit({ type: "begun", call: call.facts() });
  }

  /** A device rings, or the call has been answered. */
  progressed(call: RecordedCall, type: "ringing" | "answered"): void {
    this.journal?.add({ kind: "call", callSid: call.sid, event: type });
    this.#events.emit({ type, call: call.facts() });
  }

  /** The call has ended: from now on only its facts are kept. `why`: in words, for the journal. */
  closed({ sid }: RecordedCall, why?: string): void {
    const call = this.#open.get(sid);
    if (!call) return;
    this.#open.delete(sid);
    const facts = call.facts();
    this.#ended.set(sid, facts);
    const { status, answeredAt, endedAt } = facts;
    const ms = answeredAt === null ? 0 : (endedAt ?? answeredAt) - answeredAt;
    const seconds = Math.round(ms / 1000);
    this.journal?.add({ kind: "call", callSid: sid, event: "ended", status, seconds, why });
    this.#events.emit({ type: "ended", call: facts });
    const [oldest] = this.#ended.keys();
    if (oldest !== undefined && this.#ended.size > MAX_ENDED) this.delete(oldest);
  }

  /** Forgets a call that has ended. False: there is none of this sid, or it is under way. */
  delete(sid: string): boolean {
    if (!this.#ended.delete(sid)) return false;
    this.#forgotten.add(sid);
    const [oldest] = this.#forgotten;
    if (oldest !== undefined && this.#forgotten.size > MAX_FORGOTTEN) {
      this.#forgotten.delete(oldest);
      this.#places.delete(oldest);
    }
    return true;
  }

  /** All calls that are known, the one that began last first. */
  list(): CallFacts[] {
    const all = [...this.live, ...this.#ended.values()];
    const place = ({ sid }: CallFacts) => this.placeOf(sid) ?? 0;
    return all.sort((one, other) => place(other) - place(one));
  }

  /** A number that grows with each call, also of one that was forgotten lately. Undefined: there was none of this sid. */
  placeOf(sid: string): number | undefined {
    return this.#places.get(sid);
  }

  /** What is known of a call; undefined: there was none, or it ended long ago. */
  facts(sid: string): CallFacts | undefined {
    return this.#open.get(sid)?.facts() ?? this.#ended.get(sid);
  }

  /** The calls under way, the oldest first. */
  get open(): RecordedCall[] {
    return [...this.#open.values()];
  }

  /** What is known of the calls under way, in the order of their beginnings. */
  get live(): CallFacts[] {
    return [...this.#open.values()].map((call) => call.facts());
  }

  /** Forgets the calls that have ended. */
  forget(): void {
    for (const sid of [...this.#ended.keys()]) this.delete(sid);
  }

  /** The call, while it is under way. */
  underWay(sid: string): RecordedCall | undefined {
    return this.#open.get(sid);
  }
}
