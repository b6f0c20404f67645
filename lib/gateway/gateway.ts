import { Account } from "./account/account";
import { type Clock, systemClock } from "./base/clock";
import { Journal, KEEP_NOTHING, USUAL_LIMITS } from "./base/journal";
import type { Log } from "./base/log";
import { CallRecords } from "./call/call-records";
import { Directory } from "./call/directory";
import { Switchboard } from "./call/switchboard";
import type { GatewayConfig } from "./config";
import { Commands } from "./http/commands";
import { ControlApi } from "./http/control";
import { HttpFront } from "./http/front";
import { Inspector } from "./inspector/inspector";
import { Relay } from "./media/relay";
import { Network } from "./network/conditions";
import { RestFaults } from "./rest/faults";
import { RestApi } from "./rest/rest-api";
import { Registrar } from "./signalling/registrar";
import { Sessions } from "./signalling/sessions";
import { TWILIO_LIMITS } from "./webhook/send-request";
import { HttpWebhooks } from "./webhook/webhooks";

/** A running gateway. */
export interface Gateway {
  /** The HTTP port that was bound. */
  port: number;
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
  // Without a control secret nobody can read it.
  const journal = new Journal(clock, config.controlSecret === undefined ? KEEP_NOTHING : USUAL_LIMITS);
  const network = new Network(config.network);
  const relay = await Relay.open({ host: config.host, network, clock, log });
  const account = new Account(config, clock);
  const registrar = new Registrar({ account, clock, log, journal });
  const directory = new Directory();
  const records = new CallRecords(journal);
  const webhooks = new HttpWebhooks(config.authToken, log, TWILIO_LIMITS, journal);
  const switchboard = new Switchboard({
    account,
    clock,
    log,
    journal,
    relay,
    registrar,
    directory,
    records,
    webhooks,
  });
  const faults = new RestFaults();
  const rest = new RestApi({ account, records, faults, log, journal });
  const sessions = new Sessions({ registrar, calls: switchboard, network, clock, log });
  const commands = new Commands({ account, faults, network, relay, sessions, directory, clock, journal });
  const secret = config.controlSecret;
  const control = new ControlApi({ secret, commands, sessions, switchboard, directory });
  const inspector = new Inspector({
    secret,
    journal,
    commands,
    // The gateway does not record yet.
    recordingFile: () => Promise.resolve(undefined),
    clock,
    sessions,
    registrar,
    switchboard,
    records,
    directory,
    network,
  });
  let closed: Promise<void> | undefined;
  const closeParts = () => {
    inspector.close();
    switchboard.close();
    sessions.close();
    relay.close();
  };
  try {
    const front = await HttpFront.listen({ config, sessions, control, rest, inspector, log });
    const close = () => {
      closeParts();
      return front.close();
    };
    return { port: front.port, close: () => (closed ??= close()) };
  } catch (error) {
    closeParts();
    throw error;
  }
}
