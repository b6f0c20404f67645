import { createECDH, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { root } from "./processes.mjs";
import { writePrivateFile } from "./write-file.mjs";

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

/** The names of the keys with which push services know this installation (VAPID, RFC 8292). */
const vapidNames = ["VAPID_PUBLIC_KEY", "VAPID_PRIVATE_KEY"];

/** A new pair of them: a key of P-256 in base64url, the public one as an uncompressed point. */
export function makeVapidKeys() {
  const key = createECDH("prime256v1");
  const publicKey = key.generateKeys("base64url");
  // Node.js leaves out leading zeros.
  const privateKey = Buffer.concat([Buffer.alloc(32), key.getPrivateKey()]).subarray(-32);
  return { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey.toString("base64url") };
}

/**
 * The random values of local mode. They are made on first use and kept in the data folder, readable only by their owner,
 * so sessions and tokens survive a restart and no two machines have the same values. A file from before there were keys of
 * VAPID gets them added.
 * @returns {Record<string, string>} the five TWILIO_* values, NEXTAUTH_SECRET and the two keys of VAPID
 */
function localSecrets(folder, mayMake) {
  const file = join(folder, "local-voice.json");
  const kept = readSecrets(file);
  if (kept) {
    if (!mayMake || vapidNames.every((name) => typeof kept[name] === "string")) return kept;
    const completed = { ...kept, ...makeVapidKeys() };
    writeSecrets(file, completed);
    return completed;
  }
  if (!mayMake) {
    throw new Error(`${file} does not exist yet: Browser Phone has not been started with this data folder.`);
  }
  const values = {
    TWILIO_ACCOUNT_SID: `AC${hex(16)}`,
    TWILIO_AUTH_TOKEN: hex(16),
    TWILIO_API_KEY: `SK${hex(16)}`,
    TWILIO_API_SECRET: hex(16),
    TWILIO_TWIML_APP_SID: `AP${hex(16)}`,
    NEXTAUTH_SECRET: hex(32),
    ...makeVapidKeys(),
  };
  writeSecrets(file, values);
  return values;
}

function writeSecrets(file, values) {
  try {
    writePrivateFile(file, JSON.stringify(values, null, 2));
  } catch (error) {
    throw new Error(
      `${file} cannot be written (${error.code}): free some space or permit it, or set DATA_DIR to another folder.`,
    );
  }
}

/**
 * The kept values; undefined if there are none, or only the empty file that a full disk left. A file with other content is
 * refused, since it may have been edited, and new values would sign everybody out.
 */
function readSecrets(file) {
  let text;
  try {
    text = readFileSync(file, "utf8").replaceAll("\0", "").trim();
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw new Error(`${file} cannot be read (${error.code}): permit it, or set DATA_DIR to another folder.`);
  }
  if (text === "") return undefined;
  let values;
  try {
    values = JSON.parse(text);
  } catch {
    // Named below, as a file without some of the values.
  }
  if ([...voiceNames, "NEXTAUTH_SECRET"].every((name) => typeof values?.[name] === "string")) return values;
  throw new Error(
    `${file} is damaged. Restore it, or delete it: it is then made anew, and everybody has to sign in again.`,
  );
}

/** The ports as numbers. Throws, before anything is started, with the name of the one to correct. */
function readPort(env, name, otherwise) {
  const text = env[name]?.trim() || String(otherwise);
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65535) return port;
  throw new Error(`${name} must be a whole number from 1 to 65535, such as ${otherwise}.`);
}

/** The origins at which people may open the app in local mode: every name of this machine. */
function localOrigins(appUrl, port) {
  const names = ["localhost", "127.0.0.1", "[::1]"].map((name) => `http://${name}:${port}`);
  return [...new Set([appUrl, ...names])].join(",");
}

/**
 * The environment of the app and, in local mode, of the gateway.
 * @param {Record<string, string | undefined>} env
 * @param {{ mayMake?: boolean }} [options] `mayMake`: whether the random values of local mode are made if there are none;
 *   if not, it throws then
 * @returns {{ local: boolean, appUrl: string, gatewayPort: number, app: object, gateway: object }} `app` and `gateway`
 *   are their environments. Throws if the app would derive another mode from its environment.
 */
export function stackEnvironment(env, { mayMake = true } = {}) {
  const local = isLocal(env);
  const port = readPort(env, "PORT", 3000);
  const gatewayPort = local ? readPort(env, "VOICE_GATEWAY_PORT", 3001) : 3001;
  if (local && port === gatewayPort) {
    throw new Error(`PORT and VOICE_GATEWAY_PORT are both ${port}: give the voice gateway another port.`);
  }
  // The app itself checks the address, and names what is wrong with it.
  const appUrl = (env.APP_URL || `http://localhost:${port}`).trim().replace(/\/$/, "");
  const folder = dataDir(env);
  const common = {
    ...env,
    PORT: String(port),
    APP_URL: env.APP_URL || appUrl,
    NEXTAUTH_URL: env.NEXTAUTH_URL || (env.APP_URL ? "" : appUrl),
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
  const { NEXTAUTH_SECRET, VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY, ...voice } = localSecrets(folder, mayMake);
  // A pair of one's own is taken whole or not at all.
  const ownVapid = vapidNames.some((name) => env[name]);
  return {
    local,
    appUrl,
    gatewayPort,
    app: {
      ...common,
      ...voice,
      ...(ownVapid ? {} : { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY }),
      NEXTAUTH_SECRET: env.NEXTAUTH_SECRET || NEXTAUTH_SECRET,
      VOICE_GATEWAY_URL: `ws://localhost:${gatewayPort}/signal`,
    },
    gateway: {
      ...env,
      ...voice,
      VOICE_GATEWAY_PORT: String(gatewayPort),
      VOICE_GATEWAY_ORIGINS: env.VOICE_GATEWAY_ORIGINS || localOrigins(appUrl, port),
      VOICE_GATEWAY_DATA: env.VOICE_GATEWAY_DATA || join(folder, "recordings"),
      VOICE_URL: `${appUrl}/api/voice/call`,
      VOICE_STATUS_URL: `${appUrl}/api/voice/status`,
    },
  };
}
