import type { AudioSource, Frame } from "../audio/frame";
import type { Sound, Sounds } from "../audio/sounds";
import type { Cancel, Clock } from "../base/clock";
import type { Journal } from "../base/journal";
import type { Log } from "../base/log";
import type { ConferenceNoun } from "../twiml/verbs";
import type { Target, Webhooks } from "../webhook/webhooks";

/** Where the one who plays something to a waiting participant puts it. */
export interface SoundSlot {
  output: AudioSource | undefined;
}

/** The recording of a conference. */
export interface ConferenceRecorder {
  /** Takes what was heard in the room in a tick: 20 ms, once a tick. */
  write(frame: Frame): void;
  /** The conference has ended. Called once. */
  stop(): void;
}

/** What conferences need of the rest of the gateway. */
export interface ConferenceParts {
  accountSid: string;
  clock: Clock;
  log: Log;
  journal: Journal;
  webhooks: Webhooks;
  sounds: Pick<Sounds, "enter" | "exit" | "music">;
  /** The sound of a `HoldUrl` or `AnnounceUrl`. Rejects with the reason when there is none. */
  loadSound(target: Target): Promise<Sound>;
  /** Runs the document of a `waitUrl`, whose sound goes into the slot, until cancelled. */
  startWaiting(slot: SoundSlot, wait: Target, callSid: string): Cancel;
  /**
   * Begins to record a conference that has started; at most once for each conference. Undefined: it cannot be recorded.
   *
   * @param noun of the first participant who asked for it
   */
  beginRecording(
    conference: { sid: string; name: string },
    noun: ConferenceNoun,
  ): ConferenceRecorder | undefined;
  /** Calls `listener` once at the end of each tick of 20 ms, when all have been sent what they hear, until cancelled. */
  onTick(listener: () => void): Cancel;
}
