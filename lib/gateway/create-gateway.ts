import { type Clock, systemClock } from "./base/clock";
import type { EventSource } from "./base/event-source";
import { silentLog } from "./base/log";
import type { CallEvent, CallFacts } from "./call/call-records";
import { completeConditions, completeOptions, webAddress } from "./complete-options";
import { startGateway } from "./gateway";
import type { NetworkConditions } from "./network/conditions";
import type { GatewayOptions } from "./options";
import { waitFor } from "./wait-for";

/** How long `waitFor` waits unless told otherwise, in milliseconds: less than the 5 s that vitest gives a test. */
const WAIT_MS = 4_000;

/** The values of a Twilio account that the application under test needs, as it would get them from Twilio. */
export interface GatewayAccount {
  readonly accountSid: string;
  readonly authToken: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly twimlAppSid: string;
}

/** A running gateway, for a program that started it. */
export interface LocalVoiceGateway extends GatewayAccount {
  /** The port that was bound. */
  readonly port: number;
  /** Where the SDK's socket goes: `ws://localhost:3001/signal`. */
  readonly signalUrl: string;
  /** What stands for `https://api.twilio.com`: `http://localhost:3001`. */
  readonly restUrl: string;
  /**
   * Where TwiML is requested when a device calls; counts from the next call on. Undefined: no call can be made.
   * Setting it throws TypeError when it is no address of http or https.
   */
  voiceUrl: string | undefined;
  /** The calls under way and the last thousand that ended, the oldest first. `<Dial>` makes a call of its own. */
  readonly calls: readonly CallFacts[];
  /** The source of time: the one of the options, or the machine's. */
  readonly clock: Clock;
  /** Each step of each call, in order. */
  readonly events: EventSource<CallEvent>;
  /**
   * Resolves with the call of the next event of a type, and that fits `predicate` if there is one. Events before do not
   * count, so wait first and then cause the event. Rejects with WaitTimeoutError after `timeoutMs` (default 4000, of real
   * time), when the gateway closes, and with what `predicate` throws.
   */
  waitFor(
    type: CallEvent["type"],
    predicate?: (call: CallFacts) => boolean,
    options?: { timeoutMs?: number },
  ): Promise<CallFacts>;
  /** Changes the network during calls; `edge` defaults to `*`, every edge without conditions of its own. */
  setNetwork(conditions: Partial<NetworkConditions>, edge?: string): void;
  /**
   * Between two tests: ends and forgets all calls, makes the network perfect, forgets faults and what REST has changed.
   * `voiceUrl` and the registered devices stay. The application still gets the status callbacks of calls that this ends.
   */
  reset(): void;
  /** Ends all calls and closes all sockets. Idempotent. */
  close(): Promise<void>;
}

/**
 * Starts a gateway in this process. Everything has a default, and the account is made up.
 *
 * Rejects with TypeError for an option it cannot use, and with Node's error when the port cannot be bound.
 */
export async function createGateway(options: GatewayOptions = {}): Promise<LocalVoiceGateway> {
  const config = completeOptions(options);
  const { clock = systemClock, log = silentLog } = options;
  const gateway = await startGateway(config, { clock, log });
  const { account, records, network, port } = gateway;
  const { promise: closed, resolve: tellClosed } = deferred<Error>();
  return {
    accountSid: config.accountSid,
    authToken: config.authToken,
    apiKey: config.apiKey,
    apiSecret: config.apiSecret,
    twimlAppSid: config.applicationSid,
    port,
    signalUrl: `${config.tls ? "wss" : "ws"}://localhost:${port}/signal`,
    restUrl: `${config.tls ? "https" : "http"}://localhost:${port}`,
    clock,
    events: records,
    get voiceUrl() {
      return account.applications.get(config.applicationSid)?.voiceUrl ?? undefined;
    },
    set voiceUrl(url) {
      account.setVoiceUrl(url === undefined ? undefined : webAddress("voiceUrl", url));
    },
    get calls() {
      return records.list().reverse();
    },
    waitFor: (type, predicate = () => true, { timeoutMs = WAIT_MS } = {}) =>
      waitFor(records, { type, predicate, timeoutMs }, closed),
    setNetwork: (conditions, edge = "*") => network.set(edge, completeConditions(conditions)),
    reset: () => gateway.reset(),
    async close() {
      await gateway.close();
      // Only now: whoever waits for the end of a call that the close ends gets it.
      tellClosed(new Error("the gateway has been closed"));
    },
  };
}

/** A promise, and what resolves it. */
function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((end) => {
    resolve = end;
  });
  return { promise, resolve };
}
