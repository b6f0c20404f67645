import type { Clock } from "./base/clock";
import type { Log } from "./base/log";
import type { NetworkConditions } from "./network/conditions";

/** The settings of `createGateway`. Each may be left out. */
export interface GatewayOptions {
  /** Where to listen. Default: 0, any free port. */
  port?: number;
  /** The IPv4 address to listen on. Default: 127.0.0.1, which stands for both loopback addresses. */
  host?: string;
  /** Where TwiML is requested when a device calls. Can be set later: `gateway.voiceUrl = ...`. */
  voiceUrl?: string;
  /** The application's status callback, which gets the end of a caller's call. */
  statusUrl?: string;
  /** Page origins that may open a socket, such as `http://localhost:3000`. Default: any, since tokens need the made-up secret. */
  origins?: readonly string[];
  /** PEM texts. With them the port speaks TLS. */
  tls?: { cert: string; key: string };
  /** Network conditions by edge; `*` stands for every other edge. Default: a perfect network. */
  network?: Readonly<Record<string, Partial<NetworkConditions>>>;
  /**
   * Where the sound of calls ends. `ended`: all of it in the gateway, as at Twilio. `auto`, the default: where a document does no more
   * than connect two clients as soon as the second answers, from browser to browser; such a call cannot be moved later.
   */
  media?: "auto" | "ended";
  /** The path of eSpeak NG, which then speaks `<Say>`. Default: a hum as long as reading the text takes. */
  synthesiser?: string;
  /** Where recordings are kept. Default: a temporary folder, which goes with the gateway. */
  recordingsFolder?: string;
  /** Whether the sound of recordings is for those with credentials only. Default: it is not, as at Twilio. */
  protectsMedia?: boolean;
  /** The bearer secret of the control API. Default: there is no control API. */
  controlSecret?: string;
  /** The account. What is left out is made up, and can be read from the gateway. */
  accountSid?: string;
  authToken?: string;
  apiKey?: string;
  apiSecret?: string;
  twimlAppSid?: string;
  /** The source of time and timers. Default: the machine's. A `ManualClock` moves when the test says so. */
  clock?: Clock;
  /** Takes a line for every step of every call. Default: none. `consoleLog` prints them. */
  log?: Log;
}
