import { SILENCE } from "../audio/frame";
import type { Sound } from "../audio/sounds";
import type { Cancel } from "../base/clock";
import type { ConferenceNoun } from "../twiml/verbs";
import type { ConferenceParts, ConferenceRecorder } from "./conference-parts";
import { Mixer } from "./mixer";
import type { Participant } from "./participant";
import { frameAt } from "./sound-source";
import { SpeechDetector } from "./speech";

/** What is heard in a conference, tick by tick: the mix, beeps and announcements, the recording, who speaks. */
export class RoomSound {
  readonly mixer: Mixer;
  #cancelTick: Cancel | undefined;
  readonly #speech = new Map<Participant, SpeechDetector>();
  #recorder: ConferenceRecorder | undefined;
  #isRecorded = false;

  /**
   * @param participants all who are in the conference now
   * @param spoke is told who begins and stops speaking; without it nobody listens for that
   */
  constructor(
    readonly parts: Pick<ConferenceParts, "beginRecording" | "onTick">,
    readonly participants: () => Iterable<Participant>,
    readonly spoke: ((participant: Participant, what: "start" | "stop") => void) | undefined,
  ) {
    this.mixer = new Mixer(participants);
  }

  /** Listens to the ticks from now on. Idempotent. */
  open(): void {
    this.#cancelTick ??= this.parts.onTick(() => this.#tick());
  }

  /** Begins the recording, if the conference has none yet. */
  record(conference: { sid: string; name: string }, noun: ConferenceNoun): void {
    if (this.#isRecorded) return;
    this.#isRecorded = true;
    this.#recorder = this.parts.beginRecording(conference, noun);
  }

  /** Plays a sound once, to all who are not on hold or to one. `done` is called when it is over. */
  play(sound: Sound, to?: string, done: () => void = () => {}): void {
    let offset = 0;
    this.mixer.play({
      to,
      next() {
        if (offset >= sound.length) {
          done();
          return undefined;
        }
        const frame = frameAt(sound, offset);
        offset += frame.length;
        return frame;
      },
    });
  }

  /** The participant has left. */
  forget(participant: Participant): void {
    this.#speech.delete(participant);
  }

  /** Listens no more, and ends the recording. Idempotent. */
  close(): void {
    this.#cancelTick?.();
    this.#recorder?.stop();
    this.#recorder = undefined;
    this.#speech.clear();
  }

  #tick(): void {
    const frame = this.mixer.endTick();
    this.#recorder?.write(frame);
    if (!this.spoke) return;
    for (const participant of this.participants()) {
      const isHeard = participant.place === "room" && !participant.muted;
      const detector = this.#speech.get(participant) ?? new SpeechDetector();
      this.#speech.set(participant, detector);
      const change = detector.take(isHeard ? participant.mic : SILENCE);
      if (change) this.spoke(participant, change);
    }
  }
}
