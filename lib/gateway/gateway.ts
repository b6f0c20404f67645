import { Account } from "./account/account";
import { MAX_FILE_BYTES, SoundLibrary } from "./audio/sound-library";
import { Speech } from "./audio/speech";
import { type Clock, systemClock } from "./base/clock";
import type { Log } from "./base/log";
import { CallRecords } from "./call/call-records";
import { Directory } from "./call/directory";
import { Switchboard } from "./call/switchboard";
import type { GatewayConfig } from "./config";
import { ControlApi } from "./http/control";
import { HttpFront } from "./http/front";
import { mediaCertificate } from "./media/certificate";
import { Relay } from "./media/relay";
import { Voices } from "./media/voices";
import { Network } from "./network/conditions";
import { RecordingStore } from "./recording/recording-store";
import { RestFaults } from "./rest/faults";
import { RestApi } from "./rest/rest-api";
import { Registrar } from "./signalling/registrar";
import { Sessions } from "./signalling/sessions";
import { fetchFile } from "./webhook/fetch-file";
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
  const network = new Network(config.network);
  const recordings = await RecordingStore.open({ folder: config.recordingsFolder, clock, log });
  const relay = await Relay.open({ host: config.host, network, clock, log }).catch(async (error) => {
    await recordings.close();
    throw error;
  });
  const account = new Account(config, clock);
  const registrar = new Registrar({ account, clock, log });
  const directory = new Directory();
  const records = new CallRecords();
  const webhooks = new HttpWebhooks(config.authToken, log);
  const voices = new Voices({ certificate: await mediaCertificate(), clock, log });
  const speech = new Speech({ clock, program: config.synthesiser, log });
  const sounds = new SoundLibrary({
    fetchFile: (url, method) => fetchFile(url, method, MAX_FILE_BYTES),
    speech,
  });
  // The port is known once it has been bound.
  const address = { origin: "" };
  const switchboard = new Switchboard({
    account,
    clock,
    log,
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
    faults,
    log,
  });
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
    speech.close();
    voices.close();
    relay.close();
    return recordings.close();
  };
  try {
    const front = await HttpFront.listen({ config, sessions, control, rest, log });
    address.origin = `${config.tls ? "https" : "http"}://localhost:${front.port}`;
    const close = async () => {
      await Promise.all([closeParts(), front.close()]);
    };
    return { port: front.port, close: () => (closed ??= close()) };
  } catch (error) {
    await closeParts();
    throw error;
  }
}
