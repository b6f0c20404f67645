import type { Account } from "../account/account";
import type { Clock } from "../base/clock";
import type { Journal } from "../base/journal";
import type { Log } from "../base/log";
import type { Relay } from "../media/relay";
import type { Registrar } from "../signalling/registrar";
import type { Webhooks } from "../webhook/webhooks";
import type { CallRecords } from "./call-records";
import type { Directory } from "./directory";

/** The parts that all calls share. */
export interface Exchange {
  account: Account;
  clock: Clock;
  log: Log;
  journal: Journal;
  relay: Relay;
  registrar: Registrar;
  directory: Directory;
  records: CallRecords;
  webhooks: Webhooks;
}
