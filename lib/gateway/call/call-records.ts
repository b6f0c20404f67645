import type { Recording } from "../recording/recording";
import type { DialStatus } from "../twiml/outcome";
import type { GivenDocument } from "../twiml/run";
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
  /** Ends the call, in whatever state it is. */
  hangUp(): void;
  /** Goes on with another document. False: the call has not been answered, or its sound goes from browser to browser. */
  redirect(document: Target | GivenDocument): boolean;
  adjust(adjustment: CallAdjustment): void;
  /** Records the call from now on. `not eligible`: as for `redirect`. `full`: there is no room for another recording. */
  record(options: CallRecordingOptions): Recording | "not eligible" | "full";
}

/** How many ended calls are remembered. */
const MAX_ENDED = 1_000;

/** Of how many forgotten calls the places are known, since a client may be in the middle of the list there. */
const MAX_FORGOTTEN = 1_000;

/** Knows the calls under way by their sids, and how the last ones ended. */
export class CallRecords {
  readonly #open = new Map<string, RecordedCall>();
  readonly #ended = new Map<string, CallFacts>();
  /** The places of calls that are under way, or have ended, and of those forgotten lately. */
  readonly #places = new Map<string, number>();
  readonly #forgotten = new Set<string>();
  #lastPlace = 0;

  /** The call has begun. */
  opened(call: RecordedCall): void {
    this.#open.set(call.sid, call);
    this.#lastPlace += 1;
    this.#places.set(call.sid, this.#lastPlace);
  }

  /** The call has ended: from now on only its facts are kept. */
  closed({ sid }: RecordedCall): void {
    const call = this.#open.get(sid);
    if (!call) return;
    this.#open.delete(sid);
    this.#ended.set(sid, call.facts());
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
    const all = [...[...this.#open.values()].map((call) => call.facts()), ...this.#ended.values()];
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

  /** The call, while it is under way. */
  underWay(sid: string): RecordedCall | undefined {
    return this.#open.get(sid);
  }
}
