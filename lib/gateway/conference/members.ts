import type { Crowd } from "./admission";
import type { ExpectedCall } from "./expected-call";
import type { Participant } from "./participant";

/** Somebody who is in a conference, or is being called to come in. */
export type Member = Participant | ExpectedCall;

/** How many of those who have left keep their place in the list, for a client that is in the middle of it. */
const MAX_GONE = 1_000;

/** Who is in a conference, and who is being called to come in. */
export class Members implements Crowd {
  readonly participants = new Map<string, Participant>();
  readonly expected = new Map<string, ExpectedCall>();
  readonly #places = new Map<string, number>();
  #lastPlace = 0;

  get size(): number {
    return this.participants.size + this.expected.size;
  }

  get labels(): ReadonlySet<string | undefined> {
    return new Set(this.list().map(({ label }) => label));
  }

  holds(callSid: string): boolean | undefined {
    return this.participants.get(callSid)?.hold;
  }

  /** All of them, the newest first. */
  list(): Member[] {
    const all = [...this.participants.values(), ...this.expected.values()];
    return all.sort((a, b) => (this.placeOf(b.callSid) ?? 0) - (this.placeOf(a.callSid) ?? 0));
  }

  /** The one with this CallSid or label. */
  find(callSidOrLabel: string): Member | undefined {
    return (
      this.participants.get(callSidOrLabel) ??
      this.expected.get(callSidOrLabel) ??
      this.list().find(({ label }) => label === callSidOrLabel)
    );
  }

  addParticipant(participant: Participant): void {
    // A call that was expected keeps its place.
    if (!this.expected.delete(participant.callSid)) this.#giveNewPlace(participant.callSid);
    this.participants.set(participant.callSid, participant);
  }

  addExpected(call: ExpectedCall): void {
    this.#giveNewPlace(call.callSid);
    this.expected.set(call.callSid, call);
  }

  /** A number by CallSid that is higher for those who came later, and known also of those who left lately. */
  placeOf(callSid: string): number | undefined {
    return this.#places.get(callSid);
  }

  #giveNewPlace(callSid: string): void {
    this.#lastPlace += 1;
    this.#places.delete(callSid);
    this.#places.set(callSid, this.#lastPlace);
    for (const gone of this.#places.keys()) {
      if (this.#places.size <= MAX_GONE) break;
      if (!this.participants.has(gone) && !this.expected.has(gone)) this.#places.delete(gone);
    }
  }
}
