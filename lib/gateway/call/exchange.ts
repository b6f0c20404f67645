import type { Clock } from "../base/clock";
import type { Log } from "../base/log";
import type { Relay } from "../media/relay";
import type { Registrar } from "../signalling/registrar";
import type { Webhooks } from "../webhook/webhooks";
import type { Directory } from "./directory";

/** The account and the TwiML application whose calls these are. */
export interface CallConfig {
  accountSid: string;
  applicationSid: string;
  /** Asked for TwiML when a device connects. */
  voiceUrl: string;
  /** Told when a call has ended. */
  statusUrl: string | undefined;
}

/** What all calls share. */
export interface Exchange {
  config: CallConfig;
  clock: Clock;
  log: Log;
  relay: Relay;
  registrar: Registrar;
  directory: Directory;
  webhooks: Webhooks;
}
