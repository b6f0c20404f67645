import type { GatewayConfig } from "./config";
import { madeUpCredentials } from "./made-up-account";
import { type NetworkConditions, networkConditions } from "./network/conditions";
import type { GatewayOptions } from "./options";

/**
 * The options with everything that was left out.
 *
 * @throws TypeError that names the option it cannot use
 */
export function completeOptions(options: GatewayOptions): GatewayConfig {
  const madeUp = madeUpCredentials();
  const { voiceUrl, statusUrl, port = 0, origins = ["*"], network = {}, media = "auto" } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new TypeError(`port ${port} is none`);
  if (media !== "auto" && media !== "ended") throw new TypeError(`media: "${media}" is not auto or ended`);
  return {
    accountSid: options.accountSid ?? madeUp.accountSid,
    authToken: options.authToken ?? madeUp.authToken,
    apiKey: options.apiKey ?? madeUp.apiKey,
    apiSecret: options.apiSecret ?? madeUp.apiSecret,
    applicationSid: options.twimlAppSid ?? madeUp.applicationSid,
    voiceUrl: voiceUrl === undefined ? undefined : webAddress("voiceUrl", voiceUrl),
    statusUrl: statusUrl === undefined ? undefined : webAddress("statusUrl", statusUrl),
    port,
    host: options.host ?? "127.0.0.1",
    origins: new Set(origins.map((one) => (one === "*" ? one : new URL(webAddress("origins", one)).origin))),
    tls: options.tls,
    network: new Map(Object.entries(network).map(([edge, some]) => [edge, completeConditions(some)])),
    mediaPlan: media,
    synthesiser: options.synthesiser,
    recordingsFolder: options.recordingsFolder,
    protectsMedia: options.protectsMedia ?? false,
    controlSecret: options.controlSecret,
  };
}

/** `text`, which must be an address of http or https. @throws TypeError that names the option */
export function webAddress(option: string, text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new TypeError(`${option}: "${text}" is not like http://localhost:3000/voice`);
}

/** Conditions of which some may be left out. @throws TypeError that says which number is out of range */
export function completeConditions(some: Partial<NetworkConditions>): NetworkConditions {
  const parsed = networkConditions.safeParse(some);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new TypeError(`network: ${problems.join(", ")}`);
}
