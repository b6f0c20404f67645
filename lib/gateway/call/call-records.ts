import type { Cancel } from "../base/clock";
import { Emitter, type EventSource } from "../base/event-source";
import type { DialStatus } from "../twiml/outcome";

/** How far a call has got, in the words of Twilio's REST interface. */
export type CallStatus = "queued" | "ringing" | "in-progress" | DialStatus;

/** What there is to say about a call: a caller's, or the one to a `<Client>`. Times are in ms since the epoch. */
export interface CallFacts {
  readonly sid: string;
  /** The call whose `<Dial>` made this one; null: it is a caller's. */
  readonly parentSid: string | null;
  readonly from: string;
  readonly to: string;
  readonly status: CallStatus;
  readonly createdAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
}

/** A call under way. */
export interface RecordedCall {
  readonly sid: string;
  facts(): CallFacts;
  /** Ends the call, in whatever state it is. */
  end(): void;
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

/** Knows the calls under way by their sids, and how the last ones ended. */
export class CallRecords implements EventSource<CallEvent> {
  readonly #open = new Map<string, RecordedCall>();
  readonly #ended = new Map<string, CallFacts>();
  readonly #events = new Emitter<CallEvent>();

  /** Calls `listener` with each step of each call, until cancelled. */
  on(listener: (event: CallEvent) => void): Cancel {
    return this.#events.on(listener);
  }

  /** The call has begun. */
  opened(call: RecordedCall): void {
    this.#open.set(call.sid, call);
    this.#events.emit({ type: "begun", call: call.facts() });
  }

  /** A device rings, or the call has been answered. */
  progressed(call: RecordedCall, type: "ringing" | "answered"): void {
    this.#events.emit({ type, call: call.facts() });
  }

  /** The call has ended: from now on only its facts are kept. */
  closed({ sid }: RecordedCall): void {
    const call = this.#open.get(sid);
    if (!call) return;
    this.#open.delete(sid);
    const facts = call.facts();
    this.#ended.set(sid, facts);
    this.#events.emit({ type: "ended", call: facts });
    const [oldest] = this.#ended.keys();
    if (oldest !== undefined && this.#ended.size > MAX_ENDED) this.#ended.delete(oldest);
  }

  /** What is known of a call; undefined: there was none, or it ended long ago. */
  facts(sid: string): CallFacts | undefined {
    return this.#open.get(sid)?.facts() ?? this.#ended.get(sid);
  }

  /** Every call that is known: those under way and those that have ended, the oldest first, a caller's before its children. */
  list(): CallFacts[] {
    const open = [...this.#open.values()].map((call) => call.facts());
    const generation = ({ parentSid }: CallFacts) => (parentSid === null ? 0 : 1);
    return [...this.#ended.values(), ...open].sort(
      (a, b) => a.createdAt - b.createdAt || generation(a) - generation(b),
    );
  }

  /** Forgets the calls that have ended. */
  forget(): void {
    this.#ended.clear();
  }

  /** The call, while it is under way. */
  underWay(sid: string): RecordedCall | undefined {
    return this.#open.get(sid);
  }
}
