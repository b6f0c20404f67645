import { readFileSync } from "node:fs";
import { parseArgs, parseEnv } from "node:util";
import { reason } from "./base/log";
import { type GatewayConfig, readConfig } from "./config";
import { madeUpCredentials } from "./made-up-account";

/** The flags, and the variable that each stands for. Secrets have none: other users of the machine can read command lines. */
const flags = {
  "voice-url": "VOICE_URL",
  "status-url": "VOICE_STATUS_URL",
  port: "VOICE_GATEWAY_PORT",
  host: "VOICE_GATEWAY_HOST",
  origins: "VOICE_GATEWAY_ORIGINS",
  "tls-cert": "VOICE_GATEWAY_TLS_CERT",
  "tls-key": "VOICE_GATEWAY_TLS_KEY",
  network: "VOICE_GATEWAY_NETWORK",
} as const;

export const HELP = `A local stand-in for Twilio Programmable Voice.

Usage: local-voice-gateway --voice-url <url> [options]

  --voice-url <url>   the TwiML app's Voice URL, for example http://localhost:3000/voice
  --status-url <url>  its status callback
  --port <number>     where to listen (3001)
  --host <address>    an IPv4 address (127.0.0.1); 0.0.0.0 also lets other machines in
  --origins <list>    page origins that may connect, comma-separated; * for any (the origin of the Voice URL)
  --tls-cert <file>   a certificate and
  --tls-key <file>    its key, PEM: the port speaks TLS
  --network <text>    a bad network, such as delay=80,jitter=20,loss=1
  --env-file <file>   reads variables from a file such as .env
  -h, --help          prints this
  -v, --version       prints the version

Each is also a variable: VOICE_URL, VOICE_STATUS_URL, VOICE_GATEWAY_PORT, _HOST, _ORIGINS, _TLS_CERT, _TLS_KEY, _NETWORK.
A flag counts more than the environment, and the environment more than the file.

The account comes from TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_API_KEY, TWILIO_API_SECRET and
TWILIO_TWIML_APP_SID. What is missing is made up and printed: give your application the same values.
VOICE_GATEWAY_CONTROL is a secret that opens the inspector and the control API for tests. VOICE_GATEWAY_MEDIA=ended makes
the sound of all calls end here, VOICE_GATEWAY_DATA is a folder for recordings, and VOICE_GATEWAY_MEDIA_AUTH=on asks for
credentials where their sound is fetched.`;

/** The command line cannot be understood. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** What the command line asks for. `madeUp` has the account's variables that nobody set. */
export type Command =
  | { kind: "help" }
  | { kind: "version" }
  | { kind: "run"; config: GatewayConfig; madeUp: Readonly<Record<string, string>> };

/**
 * Reads the command line and the environment.
 *
 * @throws UsageError for an unknown flag or a file that cannot be read; Error as `readConfig` throws it
 */
export function readCommand(args: string[], env: Record<string, string | undefined>): Command {
  const values = parse(args);
  if (values.help) return { kind: "help" };
  if (values.version) return { kind: "version" };
  const given: Record<string, string | undefined> = { ...readEnvFile(values["env-file"]), ...set(env) };
  for (const [flag, variable] of Object.entries(flags)) {
    const value = values[flag as keyof typeof flags];
    if (value !== undefined) given[variable] = value;
  }
  if (!given.VOICE_URL) {
    throw new UsageError(
      "There is no Voice URL. Give one, for example --voice-url http://localhost:3000/voice",
    );
  }
  const madeUp = Object.fromEntries(
    Object.entries(madeUpVariables()).filter(([variable]) => !given[variable]),
  );
  return { kind: "run", config: readConfig({ ...given, ...madeUp }), madeUp };
}

function parse(args: string[]) {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({
      args,
      options: {
        "voice-url": text,
        "status-url": text,
        port: text,
        host: text,
        origins: text,
        "tls-cert": text,
        "tls-key": text,
        network: text,
        "env-file": text,
        help: { type: "boolean", short: "h" },
        version: { type: "boolean", short: "v" },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(`${reason(error)}. See --help.`, { cause: error });
  }
}

function readEnvFile(path: string | undefined): Record<string, string | undefined> {
  if (path === undefined) return {};
  try {
    return parseEnv(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(`--env-file: ${reason(error)}`, { cause: error });
  }
}

/** The variables that are not empty. */
function set(env: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "" && value !== undefined));
}

function madeUpVariables(): Record<string, string> {
  const { accountSid, authToken, apiKey, apiSecret, applicationSid } = madeUpCredentials();
  return {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_API_KEY: apiKey,
    TWILIO_API_SECRET: apiSecret,
    TWILIO_TWIML_APP_SID: applicationSid,
  };
}
