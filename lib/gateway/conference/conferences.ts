import type { ConferenceNoun } from "../twiml/verbs";
import { Conference } from "./conference";
import type { ConferenceParts } from "./conference-parts";
import type { ExpectedCall } from "./expected-call";
import type { Joining, Participant } from "./participant";

/** How many ended conferences are remembered. */
const MAX_ENDED = 1_000;

/** All conferences: at most one under way for each name, and the last that ended. Owned by the gateway. */
export class Conferences {
  readonly #byName = new Map<string, Conference>();
  /** Those under way and the remembered ones, in the order of their beginning, with their places in the list. */
  readonly #bySid = new Map<string, { conference: Conference; place: number }>();
  readonly #ended: Conference[] = [];
  #lastPlace = 0;

  constructor(readonly parts: ConferenceParts) {}

  /**
   * Takes a call into the conference that its noun names, which begins with it if there is none. A call that is in a conference, or is
   * expected in another, leaves that one before.
   *
   * @throws ConferenceError when it may not come in: the call goes on after its `<Dial>` then
   */
  join(joining: Joining): Participant {
    const { callSid, noun } = joining;
    for (const { members } of [...this.#byName.values()])
      members.participants.get(callSid)?.leave("redirected");
    return this.#with(noun, (conference) => conference.join(joining));
  }

  /**
   * Expects a call in the conference that its noun names, which begins with it if there is none. The call is then made, and joins by
   * `join` with the same noun when it is answered.
   *
   * @throws ConferenceError when it could not come in
   */
  expect(callSid: string, noun: ConferenceNoun): { conference: Conference; call: ExpectedCall } {
    return this.#with(noun, (conference) => ({ conference, call: conference.expect(callSid, noun) }));
  }

  /** A call that is expected rings now. Nothing when it is not expected. */
  callRinging(callSid: string): void {
    this.#expected(callSid)?.call.ringing(this.parts.clock.now());
  }

  /**
   * A call that is expected has ended without joining. Nothing when it is not expected.
   *
   * @param callStatus in Twilio's word, such as `no-answer`
   */
  callFailed(callSid: string, callStatus: string): void {
    const found = this.#expected(callSid);
    found?.conference.expectedFailed(found.call, callStatus);
  }

  /** The conference of a sid, under way or ended lately. */
  get(sid: string): Conference | undefined {
    return this.#bySid.get(sid)?.conference;
  }

  /** The conference under way that has this name. */
  underWay(name: string): Conference | undefined {
    return this.#byName.get(name);
  }

  /** Those under way, in the order of their beginnings. */
  get allUnderWay(): Conference[] {
    return [...this.#byName.values()];
  }

  /** All of them, the newest first. */
  list(): Conference[] {
    return [...this.#bySid.values()].map(({ conference }) => conference).reverse();
  }

  /** A number by sid that is higher for newer conferences. */
  placeOf(sid: string): number | undefined {
    return this.#bySid.get(sid)?.place;
  }

  /** Forgets the conferences that have ended. */
  forget(): void {
    for (const { sid } of this.#ended.splice(0)) this.#bySid.delete(sid);
  }

  /** Ends all conferences. The calls close before, so that each leaves by itself. Idempotent. */
  close(): void {
    for (const conference of [...this.#byName.values()]) conference.end();
  }

  /** Does something in the conference of a name. A new one is kept only if that succeeds. */
  #with<T>(noun: ConferenceNoun, action: (conference: Conference) => T): T {
    const current = this.#byName.get(noun.name);
    if (current) return action(current);
    const conference = new Conference(noun.name, noun, this.parts, (ended) => this.#forget(ended));
    const result = action(conference);
    this.#byName.set(noun.name, conference);
    this.#lastPlace += 1;
    this.#bySid.set(conference.sid, { conference, place: this.#lastPlace });
    return result;
  }

  #forget(conference: Conference): void {
    this.#byName.delete(conference.name);
    this.#ended.push(conference);
    const oldest = this.#ended.length > MAX_ENDED ? this.#ended.shift() : undefined;
    if (oldest) this.#bySid.delete(oldest.sid);
  }

  #expected(callSid: string): { conference: Conference; call: ExpectedCall } | undefined {
    for (const conference of this.#byName.values()) {
      const call = conference.members.expected.get(callSid);
      if (call) return { conference, call };
    }
    return undefined;
  }
}
