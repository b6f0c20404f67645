import type { AudioSource } from "../audio/frame";
import type { Cancel } from "../base/clock";
import { reason } from "../base/log";
import type { ConferenceNoun } from "../twiml/verbs";
import type { Target } from "../webhook/webhooks";
import type { ConferenceParts, SoundSlot } from "./conference-parts";
import { repeating } from "./sound-source";

type MusicParts = Pick<ConferenceParts, "loadSound" | "log" | "sounds" | "startWaiting">;

/** What one participant hears while waiting for the start, or on hold. One thing at a time. */
export class ParticipantMusic {
  /** A new one for each thing that is played, so that whoever played the last cannot disturb the next. */
  #slot: SoundSlot = { output: undefined };
  #stop: Cancel | undefined;

  constructor(
    readonly callSid: string,
    readonly parts: MusicParts,
  ) {}

  get source(): AudioSource | undefined {
    return this.#slot.output;
  }

  /** Plays what is to be heard before the conference starts. */
  playWaiting(wait: ConferenceNoun["wait"]): void {
    const slot = this.#clear();
    if (wait === "silence") return;
    if (wait === "music") slot.output = repeating(this.parts.sounds.music);
    else this.#stop = this.parts.startWaiting(slot, wait, this.callSid);
  }

  /**
   * Plays the sound of a `HoldUrl` again and again, or without one the gateway's own music, as Twilio does
   * (https://www.twilio.com/en-us/blog/introducing-conference-hold-html). A sound that cannot be had is silence, and the log says why.
   */
  playHold(target: Target | undefined): void {
    const slot = this.#clear();
    if (!target) {
      slot.output = repeating(this.parts.sounds.music);
      return;
    }
    this.parts.loadSound(target).then(
      (sound) => {
        slot.output = repeating(sound);
      },
      (error: unknown) => this.parts.log(this.callSid, `no hold music: ${reason(error)}`),
    );
  }

  /** Plays nothing any more. Idempotent. */
  stop(): void {
    this.#clear();
  }

  #clear(): SoundSlot {
    this.#stop?.();
    this.#stop = undefined;
    this.#slot = { output: undefined };
    return this.#slot;
  }
}
