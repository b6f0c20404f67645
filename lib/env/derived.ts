import { readSiteUrl, type SiteUrl } from "../settings/site-url";
import { edgeOfRegion, twilioApiOrigin } from "../settings/twilio-location";
import { EnvError } from "./error";
import type { Settings } from "./settings";

/** The REST interface is Twilio's in the account's region, or in local mode the gateway's, on the port of its sockets. */
export function apiOrigin(values: Settings): string {
  const { VOICE_GATEWAY_URL } = values;
  if (VOICE_GATEWAY_URL) {
    const url = new URL(VOICE_GATEWAY_URL);
    url.protocol = url.protocol === "wss:" ? "https:" : "http:";
    return url.origin;
  }
  return twilioApiOrigin(values.TWILIO_REGION, values.TWILIO_EDGE);
}

/** The app's address if nobody states it: the production domain on Vercel, else this machine. */
export function defaultSite({ PORT, VERCEL_PROJECT_PRODUCTION_URL: domain }: Settings): SiteUrl {
  const read = readSiteUrl(domain ? `https://${domain}` : `http://localhost:${PORT}`);
  if (typeof read === "string") throw new EnvError([`VERCEL_PROJECT_PRODUCTION_URL: ${read}`]);
  return read;
}

/** Where the voice network is. Neither, unless the account is in a region of its own or an edge was chosen. */
export function voiceLocation({ TWILIO_REGION: region, TWILIO_EDGE: edge, VOICE_GATEWAY_URL }: Settings) {
  if (VOICE_GATEWAY_URL) return { TWILIO_REGION: undefined, TWILIO_EDGE: undefined };
  return { TWILIO_REGION: region, TWILIO_EDGE: edge ?? (region && edgeOfRegion[region]) };
}

/** A preview on Vercel has the addresses of its deployment and of its branch, which are not APP_URL. */
export function previewOrigins({ VERCEL, VERCEL_ENV, VERCEL_URL, VERCEL_BRANCH_URL }: Settings) {
  if (!VERCEL || VERCEL_ENV !== "preview") return [];
  const hosts = [VERCEL_URL, VERCEL_BRANCH_URL].filter((host) => host !== undefined);
  return hosts.map((host) => new URL(`https://${host}`).origin);
}

/** How people sign in with an OpenID provider. */
export interface OpenidProvider {
  /** As the provider calls itself. */
  readonly issuer: string;
  /** The id and the secret under which the provider knows this app. */
  readonly id: string;
  readonly secret: string;
  /** What the button calls it. */
  readonly name: string;
}

export function openidOf(values: Settings): OpenidProvider | undefined {
  const { OPENID_ISSUER: issuer, OPENID_ID: id, OPENID_SECRET: secret, OPENID_NAME: name } = values;
  if (!issuer || !id || !secret) return undefined;
  return { issuer, id, secret, name: name ?? new URL(issuer).host };
}

/** The keys of VAPID, and whom push services may ask: the site itself if nobody is named. */
export function vapidOf({ VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY, VAPID_SUBJECT }: Settings, appUrl: string) {
  if (!VAPID_PUBLIC_KEY || !VAPID_PRIVATE_KEY) return null;
  // Push services take no address that begins with http.
  const site = appUrl.startsWith("https:") ? appUrl : "mailto:operator@browser-phone.invalid";
  return { publicKey: VAPID_PUBLIC_KEY, privateKey: VAPID_PRIVATE_KEY, subject: VAPID_SUBJECT ?? site };
}
