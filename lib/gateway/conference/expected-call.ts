import type { Cancel } from "../base/clock";
import type { ConferenceNoun } from "../twiml/verbs";
import type { ParticipantFacts } from "./participant-facts";

/** A call that is being made over REST, and will join the conference once it is answered. */
export class ExpectedCall {
  #status: "queued" | "ringing" = "queued";
  #updatedAt: number;
  /** Ends the call. Set once the call is being made. */
  cancel: Cancel = () => {};

  constructor(
    readonly callSid: string,
    readonly noun: ConferenceNoun,
    readonly createdAt: number,
  ) {
    this.#updatedAt = createdAt;
  }

  get label(): string | undefined {
    return this.noun.label;
  }

  ringing(now: number): void {
    this.#status = "ringing";
    this.#updatedAt = now;
  }

  facts(): ParticipantFacts {
    const { muted, coach, label, endConferenceOnExit, startConferenceOnEnter } = this.noun;
    return {
      callSid: this.callSid,
      label,
      coach,
      muted,
      hold: false,
      endConferenceOnExit,
      startConferenceOnEnter,
      status: this.#status,
      createdAt: this.createdAt,
      updatedAt: this.#updatedAt,
    };
  }
}
