import type { Account } from "../account/account";
import type { Sounds } from "../audio/sounds";
import type { Clock } from "../base/clock";
import type { Journal } from "../base/journal";
import type { Log } from "../base/log";
import type { Conferences } from "../conference/conferences";
import type { Relay } from "../media/relay";
import type { Voices } from "../media/voices";
import type { RecordingStore } from "../recording/recording-store";
import type { Registrar } from "../signalling/registrar";
import type { Webhooks } from "../webhook/webhooks";
import type { CallRecords } from "./call-records";
import type { Directory } from "./directory";

/**
 * Where the sound of calls ends. `ended`: all of it here, as at Twilio. `auto`: where a document does no more than connect two
 * clients as soon as the second answers, it goes from browser to browser; then nothing else can be done with that call later.
 */
export type MediaPlan = "auto" | "ended";

/** The parts that all calls share. */
export interface Exchange {
  account: Account;
  clock: Clock;
  log: Log;
  journal: Journal;
  relay: Relay;
  voices: Voices;
  sounds: Sounds;
  recordings: RecordingStore;
  conferences: Conferences;
  mediaPlan: MediaPlan;
  registrar: Registrar;
  directory: Directory;
  records: CallRecords;
  webhooks: Webhooks;
  /** The absolute address of a path of the REST interface. */
  restUrl(path: string): string;
}
