import type { Clock } from "../base/clock";
import type { Log } from "../base/log";
import type { GatewayConfig } from "../config";
import type { Relay } from "../media/relay";
import type { Registry } from "../signalling/registry";
import type { Webhooks } from "../webhook/webhooks";
import type { Directory } from "./directory";

/** What all calls share. */
export interface Exchange {
  config: GatewayConfig;
  clock: Clock;
  log: Log;
  relay: Relay;
  registry: Registry;
  directory: Directory;
  webhooks: Webhooks;
}
