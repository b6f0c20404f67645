import { newSid } from "../base/sid";
import type { ConferenceNoun } from "../twiml/verbs";
import type { Target } from "../webhook/webhooks";
import { type AdmissionCodes, checkAdmission } from "./admission";
import { announce } from "./announcement";
import { applyChanges, type ParticipantChanges } from "./change-participant";
import { ConferenceEvents } from "./conference-events";
import type { ConferenceParts } from "./conference-parts";
import { ExpectedCall } from "./expected-call";
import { DIAL_LABEL_CODES, REST_LABEL_CODES } from "./label";
import { Members } from "./members";
import { type Joining, Participant } from "./participant";
import { ParticipantMusic } from "./participant-music";
import type { Ending, ReasonEnded, ReasonLeft } from "./reasons";
import { RoomSound } from "./room-sound";

/** Twilio's word for a conference: nobody is connected yet, somebody is, it has ended. */
export type ConferenceStatus = "init" | "in-progress" | "completed";

/**
 * One conference, from its first participant to its end. Made by `Conferences`, which it tells by `ended` that it has ended.
 *
 * It starts when there are two participants, and one of them has `startConferenceOnEnter`
 * (https://www.twilio.com/docs/voice/twiml/conference#attributes-status-callback-event). It never goes back from that.
 */
export class Conference {
  readonly sid = newSid("CF");
  readonly createdAt: number;
  readonly members = new Members();
  updatedAt: number;
  status: ConferenceStatus = "init";
  ending: Ending | undefined;
  #hasStarted = false;
  readonly #events: ConferenceEvents;
  readonly #limit: number;
  readonly #sound: RoomSound;

  /** @param first the noun of the first participant, which decides where events are reported and how many may come in */
  constructor(
    readonly name: string,
    first: ConferenceNoun,
    readonly parts: ConferenceParts,
    readonly ended: (conference: Conference) => void,
  ) {
    this.createdAt = parts.clock.now();
    this.updatedAt = this.createdAt;
    this.#limit = first.maxParticipants;
    this.#events = new ConferenceEvents(this, first, parts);
    this.#sound = new RoomSound(
      parts,
      () => this.members.participants.values(),
      this.#events.wants("speaker")
        ? (who, what) => this.#events.participant(`participant-speech-${what}`, who.facts())
        : undefined,
    );
  }

  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  /**
   * Takes a call in.
   *
   * @throws ConferenceError when it may not come in; the conference is as before then
   */
  join(joining: Joining): Participant {
    const { callSid } = joining;
    // One that was called over REST has its place already, and keeps what was said of it there.
    const expected = this.members.expected.get(callSid);
    const noun = expected?.noun ?? joining.noun;
    if (!expected) this.#check(noun, { ...DIAL_LABEL_CODES, coach: 13240 });
    this.#sound.open();
    const participant = new Participant(
      { ...joining, noun },
      {
        mixer: this.#sound.mixer,
        music: new ParticipantMusic(callSid, this.parts),
        now: this.parts.clock.now(),
        hasStarted: () => this.#hasStarted,
        leave: (who, why) => this.remove(who, why),
      },
    );
    this.parts.log(callSid, `joins conference ${this.name}, ${this.sid}`);
    this.members.addParticipant(participant);
    this.#setStatus("in-progress");
    this.#events.participant("participant-join", participant.facts());
    this.#startIfReady();
    if (this.#hasStarted) {
      if (noun.record) this.#sound.record(this, noun);
      if (participant.beepOnEnter) this.#sound.play(this.parts.sounds.enter);
    }
    return participant;
  }

  /**
   * Expects a call that is being made over REST. It joins by `join`, or its end is told by `expectedFailed`.
   *
   * @throws ConferenceError when it could not come in
   */
  expect(callSid: string, noun: ConferenceNoun): ExpectedCall {
    this.#check(noun, { ...REST_LABEL_CODES, coach: 16028 });
    const call = new ExpectedCall(callSid, noun, this.parts.clock.now());
    this.members.addExpected(call);
    return call;
  }

  /** A call that was expected has ended. `callStatus`: in Twilio's word, such as `busy`. */
  expectedFailed(call: ExpectedCall, callStatus: string): void {
    this.#removeExpected(call, "failed", callStatus);
  }

  /** Changes a participant over REST. Reports each thing that is different now. Throws ConferenceError when it cannot be done. */
  change(participant: Participant, changes: ParticipantChanges): void {
    const changed = applyChanges(participant, changes, this.members);
    if (changed.length > 0) participant.updatedAt = this.parts.clock.now();
    for (const event of changed) this.#events.participant(event, participant.facts());
  }

  /** Lets all who are not on hold hear the sound of an `AnnounceUrl`, or only one participant. */
  announce(target: Target, to?: Participant): void {
    announce(this, { parts: this.parts, events: this.#events, sound: this.#sound }, target, to);
  }

  /** Takes somebody out, who may be the last or end the conference by that. Nothing when they have left already. */
  remove(member: Participant | ExpectedCall, why: ReasonLeft): void {
    if (!(member instanceof Participant)) {
      const { cancel } = member;
      this.#removeExpected(member, why, "canceled");
      cancel();
    } else if (this.#detach(member, why)) {
      const kicked = why === "removed";
      if (member.endConferenceOnExit) {
        this.#end(`participant-with-end-conference-on-exit-${kicked ? "kicked" : "left"}`, member);
      } else if (this.members.size === 0) this.#end(`last-participant-${kicked ? "kicked" : "left"}`, member);
      else if (this.#hasStarted && member.beepOnExit) this.#sound.play(this.parts.sounds.exit);
    }
  }

  /** Ends the conference over REST: all participants are to be hung up. Idempotent. */
  end(): void {
    this.#end("conference-ended-via-api", undefined);
  }

  #check(noun: ConferenceNoun, codes: AdmissionCodes): void {
    checkAdmission(noun, this.members, this.#limit, codes);
  }

  #startIfReady(): void {
    const participants = [...this.members.participants.values()];
    if (this.#hasStarted || participants.length < 2) return;
    if (!participants.some(({ noun }) => noun.startConferenceOnEnter)) return;
    this.#hasStarted = true;
    this.parts.log(this.sid, "the conference starts");
    for (const participant of participants) participant.conferenceStarted();
    this.#events.started();
    const recorded = participants.find(({ noun }) => noun.record);
    if (recorded) this.#sound.record(this, recorded.noun);
  }

  #end(why: ReasonEnded, by: Participant | ExpectedCall | undefined): void {
    if (this.status === "completed") return;
    this.#setStatus("completed");
    this.ending = { reason: why, by: by && { callSid: by.callSid, label: by.label } };
    const left = why === "conference-ended-via-api" ? "ended-by-api" : "ended-by-participant";
    const expected = [...this.members.expected.values()];
    for (const participant of [...this.members.participants.values()]) this.#detach(participant, left);
    for (const call of expected) this.#removeExpected(call, left, "canceled");
    this.#sound.close();
    this.parts.log(this.sid, `the conference has ended: ${why}`);
    this.#events.ended(this.ending);
    this.ended(this);
    for (const { cancel } of expected) cancel();
  }

  /** False: they have left already. */
  #detach(participant: Participant, why: ReasonLeft): boolean {
    if (this.members.participants.get(participant.callSid) !== participant) return false;
    this.members.participants.delete(participant.callSid);
    this.#sound.forget(participant);
    this.parts.log(participant.callSid, `is not in conference ${this.sid} any more: ${why}`);
    this.#events.left(participant.facts(), why);
    participant.detached(why);
    return true;
  }

  #removeExpected(call: ExpectedCall, why: ReasonLeft, callStatus: string): void {
    if (this.members.expected.get(call.callSid) !== call) return;
    this.members.expected.delete(call.callSid);
    this.#events.left(call.facts(), why, callStatus);
    if (this.members.size > 0) return;
    this.#end(`last-participant-${why === "removed" ? "kicked" : "left"}`, call);
  }

  #setStatus(status: ConferenceStatus): void {
    if (this.status === status) return;
    this.status = status;
    this.updatedAt = this.parts.clock.now();
  }
}
