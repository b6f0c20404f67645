import { readFile } from "node:fs/promises";
import { Account } from "./account/account";
import { MAX_FILE_BYTES, SoundLibrary } from "./audio/sound-library";
import { Speech } from "./audio/speech";
import { type Clock, systemClock } from "./base/clock";
import { Journal, KEEP_NOTHING, USUAL_LIMITS } from "./base/journal";
import type { Log } from "./base/log";
import { CallRecords } from "./call/call-records";
import { withConferences } from "./call/conference-parts";
import { Directory } from "./call/directory";
import { Switchboard } from "./call/switchboard";
import type { GatewayConfig } from "./config";
import { Commands } from "./http/commands";
import { ControlApi } from "./http/control";
import { HttpFront } from "./http/front";
import { Inspector } from "./inspector/inspector";
import { mediaCertificate } from "./media/certificate";
import { Relay } from "./media/relay";
import { Voices } from "./media/voices";
import { Network } from "./network/conditions";
import { RecordingStore } from "./recording/recording-store";
import { callInto } from "./rest/call-into";
import { RestFaults } from "./rest/faults";
import { RestApi } from "./rest/rest-api";
import { Registrar } from "./signalling/registrar";
import { Sessions } from "./signalling/sessions";
import { fetchFile } from "./webhook/fetch-file";
import { TWILIO_LIMITS } from "./webhook/send-request";
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
  // Without a control secret nobody can read it.
  const journal = new Journal(clock, config.controlSecret === undefined ? KEEP_NOTHING : USUAL_LIMITS);
  const network = new Network(config.network);
  const recordings = await RecordingStore.open({ folder: config.recordingsFolder, clock, log });
  const relay = await Relay.open({ host: config.host, network, clock, log }).catch(async (error) => {
    await recordings.close();
    throw error;
  });
  const account = new Account(config, clock);
  const registrar = new Registrar({ account, clock, log, journal });
  const directory = new Directory();
  const records = new CallRecords(journal);
  const webhooks = new HttpWebhooks(config.authToken, log, TWILIO_LIMITS, journal);
  const voices = new Voices({ certificate: await mediaCertificate(), clock, log });
  const speech = new Speech({ clock, program: config.synthesiser, log });
  const sounds = new SoundLibrary({
    fetchFile: (url, method, signal) => fetchFile(url, method, MAX_FILE_BYTES, signal),
    speech,
  });
  // The port is known once it has been bound.
  const address = { origin: "" };
  const exchange = withConferences({
    account,
    clock,
    log,
    journal,
    relay,
    voices,
    sounds,
    recordings,
    mediaPlan: config.mediaPlan,
    registrar,
    directory,
    records,
    webhooks,
    restUrl: (path) => `${address.origin}${path}`,
  });
  const { conferences } = exchange;
  const switchboard = new Switchboard(exchange);
  const faults = new RestFaults();
  const rest = new RestApi({
    account,
    records,
    messages: switchboard.messages,
    recordings,
    callOut: (options) => switchboard.callOut(options),
    startRecording(callSid, options) {
      const call = records.underWay(callSid);
      const made = call?.record({ ...options, source: "StartCallRecordingAPI" }) ?? "not eligible";
      return typeof made === "string" ? made : made.facts();
    },
    protectsMedia: config.protectsMedia,
    conferences: { conferences, callInto: (invitation) => callInto(switchboard, invitation) },
    faults,
    log,
    journal,
  });
  const sessions = new Sessions({ registrar, calls: switchboard, network, clock, log });
  const commands = new Commands({
    account,
    faults,
    network,
    relay,
    sessions,
    messages: switchboard.messages,
    clock,
    journal,
  });
  const secret = config.controlSecret;
  const control = new ControlApi({ secret, commands, sessions, switchboard, directory });
  const inspector = new Inspector({
    secret,
    journal,
    commands,
    async recordingFile(sid) {
      const file = recordings.file(sid);
      return file && readFile(file.path);
    },
    clock,
    sessions,
    registrar,
    records,
    directory,
    conferences,
    network,
  });
  let closed: Promise<void> | undefined;
  const closeParts = () => {
    inspector.close();
    switchboard.close();
    conferences.close();
    sessions.close();
    speech.close();
    voices.close();
    relay.close();
    return recordings.close();
  };
  try {
    const front = await HttpFront.listen({ config, sessions, control, rest, inspector, log });
    address.origin = `${config.tls ? "https" : "http"}://localhost:${front.port}`;
    const close = async () => {
      await Promise.all([closeParts(), front.close()]);
    };
    const reset = () => {
      switchboard.endAll("the gateway is reset");
      records.forget();
      conferences.forget();
      // Those in a folder of the user's own are kept: that is what the folder is for.
      if (config.recordingsFolder === undefined)
        for (const { sid } of recordings.list()) recordings.delete(sid);
      commands.reset();
      account.reset();
      journal.clear();
    };
    return { port: front.port, account, records, network, reset, close: () => (closed ??= close()) };
  } catch (error) {
    await closeParts();
    throw error;
  }
}
