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

/** A call under way. */
export interface RecordedCall {
  readonly sid: string;
  facts(): CallFacts;
  /** The parameters of every webhook about this call. */
  params(): FormParams;
  /** Ends the call, in whatever state it is. */
  hangUp(): void;
  /** Goes on with another document. False: the call has not been answered, or its sound goes from browser to browser. */
  redirect(document: Target | GivenDocument): boolean;
  /** Records the call from now on. `not eligible`: as for `redirect`. `full`: there is no room for another recording. */
  record(options: CallRecordingOptions): Recording | "not eligible" | "full";
}

/** How many ended calls are remembered. */
const MAX_ENDED = 1_000;

/** Knows the calls under way by their sids, and how the last ones ended. */
export class CallRecords {
  readonly #open = new Map<string, RecordedCall>();
  readonly #ended = new Map<string, CallFacts>();

  /** The call has begun. */
  opened(call: RecordedCall): void {
    this.#open.set(call.sid, call);
  }

  /** The call has ended: from now on only its facts are kept. */
  closed({ sid }: RecordedCall): void {
    const call = this.#open.get(sid);
    if (!call) return;
    this.#open.delete(sid);
    this.#ended.set(sid, call.facts());
    const [oldest] = this.#ended.keys();
    if (oldest !== undefined && this.#ended.size > MAX_ENDED) this.#ended.delete(oldest);
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
