import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { root } from "./processes.mjs";

const voiceNames = [
  "TWILIO_ACCOUNT_SID",
  "TWILIO_AUTH_TOKEN",
  "TWILIO_API_KEY",
  "TWILIO_API_SECRET",
  "TWILIO_TWIML_APP_SID",
];

/** @returns {string} the absolute path of the folder where this run keeps its data */
function dataDir(env) {
  return resolve(root, env.DATA_DIR || ".data");
}

/** Whether this is local mode, in which none of Twilio's values is set. */
function isLocal(env) {
  return voiceNames.every((name) => !env[name]);
}

const hex = (bytes) => randomBytes(bytes).toString("hex");

/**
 * The random values of local mode. They are made on first use and kept in the data folder, readable only by their owner,
 * so sessions and tokens survive a restart and no two machines have the same values.
 * @returns {Record<string, string>} the five TWILIO_* values and NEXTAUTH_SECRET
 */
function localSecrets(folder) {
  const file = join(folder, "local-voice.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const values = {
    TWILIO_ACCOUNT_SID: `AC${hex(16)}`,
    TWILIO_AUTH_TOKEN: hex(16),
    TWILIO_API_KEY: `SK${hex(16)}`,
    TWILIO_API_SECRET: hex(16),
    TWILIO_TWIML_APP_SID: `AP${hex(16)}`,
    NEXTAUTH_SECRET: hex(32),
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(values, null, 2), { mode: 0o600 });
  return values;
}

/**
 * The environment of the app and, in local mode, of the gateway.
 * @returns {{ local: boolean, appUrl: string, gatewayPort: number, app: object, gateway: object }} `app` and `gateway`
 *   are their environments. Throws if the app would derive another mode from its environment.
 */
export function stackEnvironment(env) {
  const local = isLocal(env);
  const port = Number(env.PORT || 3000);
  const gatewayPort = Number(env.VOICE_GATEWAY_PORT || 3001);
  const appUrl = env.APP_URL || `http://localhost:${port}`;
  const folder = dataDir(env);
  const common = {
    ...env,
    PORT: String(port),
    APP_URL: appUrl,
    NEXTAUTH_URL: env.NEXTAUTH_URL || appUrl,
    DATA_DIR: folder,
  };
  if (!local) {
    // The app would take VOICE_GATEWAY_URL for local mode and create people whose password everybody knows.
    if (env.VOICE_GATEWAY_URL) {
      throw new Error(
        "VOICE_GATEWAY_URL is set beside TWILIO_* values: unset it to use Twilio, or them to use the local gateway.",
      );
    }
    return { local, appUrl, gatewayPort, app: common, gateway: {} };
  }
  const { NEXTAUTH_SECRET, ...voice } = localSecrets(folder);
  return {
    local,
    appUrl,
    gatewayPort,
    app: {
      ...common,
      ...voice,
      NEXTAUTH_SECRET: env.NEXTAUTH_SECRET || NEXTAUTH_SECRET,
      VOICE_GATEWAY_URL: `ws://localhost:${gatewayPort}/signal`,
    },
    gateway: {
      ...env,
      ...voice,
      VOICE_GATEWAY_PORT: String(gatewayPort),
      VOICE_URL: `${appUrl}/api/voice/call`,
      VOICE_STATUS_URL: `${appUrl}/api/voice/status`,
    },
  };
}
