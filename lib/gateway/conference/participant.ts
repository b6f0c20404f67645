import type { AudioSource, Frame } from "../audio/frame";
import type { Voice } from "../media/voice";
import type { ConferenceNoun } from "../twiml/verbs";
import type { Target } from "../webhook/webhooks";
import type { Mixer, Party } from "./mixer";
import type { ParticipantFacts } from "./participant-facts";
import type { ParticipantMusic } from "./participant-music";
import type { OwnReason, ReasonLeft } from "./reasons";

/** A call that joins a conference. */
export interface Joining {
  callSid: string;
  voice: Voice;
  noun: ConferenceNoun;
}

/** What a participant has of its conference. */
export interface ParticipantContext {
  mixer: Mixer;
  music: ParticipantMusic;
  now: number;
  hasStarted: () => boolean;
  leave: (participant: Participant, why: OwnReason) => void;
}

/** A call in a conference. From its making until it has left, it is the only one who sets the `output` of the voice. */
export class Participant implements Party {
  readonly callSid: string;
  readonly noun: ConferenceNoun;
  /** Why it is not in the conference any more. Resolves once. */
  readonly left: Promise<ReasonLeft>;
  readonly createdAt: number;
  updatedAt: number;
  muted: boolean;
  hold = false;
  coach: string | undefined;
  endConferenceOnExit: boolean;
  readonly beepOnEnter: boolean;
  beepOnExit: boolean;
  wait: ConferenceNoun["wait"];
  readonly #voice: Voice;
  readonly #source: AudioSource;
  readonly #context: ParticipantContext;
  #resolveLeft: (why: ReasonLeft) => void = () => {};

  constructor({ callSid, voice, noun }: Joining, context: ParticipantContext) {
    this.left = new Promise((resolve) => {
      this.#resolveLeft = resolve;
    });
    this.#context = context;
    this.#voice = voice;
    this.callSid = callSid;
    this.noun = noun;
    this.createdAt = context.now;
    this.updatedAt = context.now;
    this.muted = noun.muted;
    this.coach = noun.coach;
    this.endConferenceOnExit = noun.endConferenceOnExit;
    this.beepOnEnter = noun.beep === "true" || noun.beep === "onEnter";
    this.beepOnExit = noun.beep === "true" || noun.beep === "onExit";
    this.wait = noun.wait;
    this.#source = { read: () => context.mixer.frameFor(this) };
    voice.output = this.#source;
    if (this.place === "waiting") context.music.playWaiting(this.wait);
  }

  get label(): string | undefined {
    return this.noun.label;
  }

  get mic(): Frame {
    return this.#voice.mic;
  }

  get place(): Party["place"] {
    if (this.hold) return "hold";
    return this.#context.hasStarted() ? "room" : "waiting";
  }

  get music(): AudioSource | undefined {
    return this.#context.music.source;
  }

  /** Takes the call out of the conference, which reports it. Nothing when it has left already. */
  leave(why: OwnReason): void {
    this.#context.leave(this, why);
  }

  /** The conference has started: the music stops. */
  conferenceStarted(): void {
    if (!this.hold) this.#context.music.stop();
  }

  /** Puts the call on hold, or another sound on the hold, or takes it off hold. */
  setHold(hold: boolean, sound: Target | undefined): void {
    this.hold = hold;
    if (hold) this.#context.music.playHold(sound);
    else this.#playPlace();
  }

  /** Other waiting music. It is heard only if the call waits. */
  setWait(wait: ConferenceNoun["wait"]): void {
    this.wait = wait;
    if (this.place === "waiting") this.#playPlace();
  }

  /** The conference has let the call go. */
  detached(why: ReasonLeft): void {
    this.#context.music.stop();
    if (this.#voice.output === this.#source) this.#voice.output = undefined;
    this.#resolveLeft(why);
  }

  facts(): ParticipantFacts {
    const { callSid, label, muted, hold, coach, endConferenceOnExit, createdAt, updatedAt } = this;
    const { startConferenceOnEnter } = this.noun;
    const flags = { muted, hold, endConferenceOnExit, startConferenceOnEnter };
    return { callSid, label, coach, ...flags, status: "connected", createdAt, updatedAt };
  }

  #playPlace(): void {
    if (this.place === "waiting") this.#context.music.playWaiting(this.wait);
    else this.#context.music.stop();
  }
}
