import { Account } from "./account/account";
import { type Clock, systemClock } from "./base/clock";
import type { Log } from "./base/log";
import { CallRecords } from "./call/call-records";
import { Directory } from "./call/directory";
import { Switchboard } from "./call/switchboard";
import type { GatewayConfig } from "./config";
import { ControlApi } from "./http/control";
import { HttpFront } from "./http/front";
import { Relay } from "./media/relay";
import { Network } from "./network/conditions";
import { RestFaults } from "./rest/faults";
import { RestApi } from "./rest/rest-api";
import { Registrar } from "./signalling/registrar";
import { Sessions } from "./signalling/sessions";
import { HttpWebhooks } from "./webhook/webhooks";

/** A running gateway. */
export interface Gateway {
  /** The HTTP port that was bound. */
  port: number;
  /** The account, its API keys and its TwiML applications. */
  account: Account;
  /** The calls under way, those that have ended, and the steps of each. */
  records: CallRecords;
  /** The network conditions. They may be changed during calls. */
  network: Network;
  /**
   * Ends all calls and forgets them, and what the control API and REST have changed. Sockets stay open and devices stay
   * registered. The application still gets the status callbacks of the calls that this ends.
   */
  reset(): void;
  /** Ends all calls and closes all sockets. Idempotent. */
  close(): Promise<void>;
}

/** What a program that embeds the gateway hands in. */
export interface GatewayParts {
  clock?: Clock;
  log: Log;
}

/**
 * Starts a gateway: one HTTP port for signalling, one UDP port for the media of all calls.
 * Rejects when either cannot be bound.
 */
export async function startGateway(config: GatewayConfig, parts: GatewayParts): Promise<Gateway> {
  const { clock = systemClock, log } = parts;
  const network = new Network(config.network);
  const relay = await Relay.open({ host: config.host, network, clock, log });
  const account = new Account(config, clock);
  const registrar = new Registrar({ account, clock, log });
  const directory = new Directory();
  const records = new CallRecords();
  const webhooks = new HttpWebhooks(config.authToken, log);
  const switchboard = new Switchboard({
    account,
    clock,
    log,
    relay,
    registrar,
    directory,
    records,
    webhooks,
  });
  const faults = new RestFaults();
  const rest = new RestApi({ account, records, faults, log });
  const sessions = new Sessions({ registrar, calls: switchboard, network, clock, log });
  const control = new ControlApi({
    secret: config.controlSecret,
    account,
    faults,
    network,
    relay,
    sessions,
    switchboard,
    directory,
    clock,
  });
  let closed: Promise<void> | undefined;
  const closeParts = () => {
    switchboard.close();
    sessions.close();
    relay.close();
  };
  try {
    const front = await HttpFront.listen({ config, sessions, control, rest, log });
    const close = () => {
      closeParts();
      return front.close();
    };
    const reset = () => {
      switchboard.endAll("the gateway is reset");
      records.forget();
      control.reset();
      account.reset();
    };
    return { port: front.port, account, records, network, reset, close: () => (closed ??= close()) };
  } catch (error) {
    closeParts();
    throw error;
  }
}
