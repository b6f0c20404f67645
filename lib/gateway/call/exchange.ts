import type { Clock } from "../base/clock";
import type { Log } from "../base/log";
import type { Relay } from "../media/relay";
import type { Registrar } from "../signalling/registrar";
import type { Webhooks } from "../webhook/webhooks";
import type { CallRecords } from "./call-records";
import type { Directory } from "./directory";

/** The account and the TwiML application that calls belong to. */
export interface CallConfig {
  accountSid: string;
  applicationSid: string;
  /** Where TwiML is requested when a device connects. */
  voiceUrl: string;
  /** Where the end of a caller's call is reported, if anywhere. */
  statusUrl: string | undefined;
}

/** The parts that all calls share. */
export interface Exchange {
  config: CallConfig;
  clock: Clock;
  log: Log;
  relay: Relay;
  registrar: Registrar;
  directory: Directory;
  records: CallRecords;
  webhooks: Webhooks;
}
