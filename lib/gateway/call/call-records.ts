import type { Journal } from "../base/journal";
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

/** How many ended calls are remembered. */
const MAX_ENDED = 1_000;

/** Knows the calls under way by their sids, and how the last ones ended. */
export class CallRecords {
  readonly #open = new Map<string, RecordedCall>();
  readonly #ended = new Map<string, CallFacts>();

  /** @param journal gets the beginning and the end of every call */
  constructor(readonly journal?: Journal) {}

  /** The call has begun. */
  opened(call: RecordedCall): void {
    this.#open.set(call.sid, call);
    const { sid, parentSid, from, to } = call.facts();
    this.journal?.add({
      kind: "call",
      callSid: sid,
      event: "begun",
      direction: parentSid === null ? "inbound" : "outbound-dial",
      from,
      to,
      parentSid,
    });
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
    const [oldest] = this.#ended.keys();
    if (oldest !== undefined && this.#ended.size > MAX_ENDED) this.#ended.delete(oldest);
  }

  /** What is known of a call; undefined: there was none, or it ended long ago. */
  facts(sid: string): CallFacts | undefined {
    return this.#open.get(sid)?.facts() ?? this.#ended.get(sid);
  }

  /** What is known of the calls under way, in the order of their beginnings. */
  get live(): CallFacts[] {
    return [...this.#open.values()].map((call) => call.facts());
  }

  /** The call, while it is under way. */
  underWay(sid: string): RecordedCall | undefined {
    return this.#open.get(sid);
  }
}
