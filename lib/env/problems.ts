import type { z } from "zod";
import { isPushHost } from "../settings/push-names";
import { voiceNames } from "../settings/voice-names";
import { defaultSite } from "./derived";
import { isLoopback } from "./loopback";
import type { Settings } from "./settings";

/** What the environment sets: strings, of which none is empty. */
type Given = Readonly<Record<string, unknown>>;

/** What is wrong with one variable, without its value. */
export function explain(issue: z.core.$ZodIssue, given: Given): string {
  const name = String(issue.path[0]);
  if (given[name] !== undefined) return `${name}: ${issue.message}`;
  const isVoice = (voiceNames as readonly string[]).includes(name);
  return `${name}: missing${isVoice ? " (`npm run twilio:provision` sets all five TWILIO_* values; with none of them the app is in local mode)" : ""}`;
}

/** What is wrong with what is set and what is not, whether or not each is right by itself. */
export function wrongTogether(given: Given): string[] {
  const wrong = [...halfSetPairs(given), ...halfSetOpenid(given), ...halfSetVapid(given)];
  if (given.VERCEL && given.VOICE_GATEWAY_URL) {
    wrong.push("VOICE_GATEWAY_URL: the local voice gateway is refused on Vercel");
  }
  if (given.VERCEL && !given.DATABASE_URL) {
    wrong.push("DATABASE_URL: missing (on Vercel the embedded database would be lost with each instance)");
  }
  return wrong;
}

/** What is wrong with values each of which is right by itself. */
export function wrongValues(values: Settings): string[] {
  return [...publicInLocalMode(values), ...openIssuer(values), ...insidePushServices(values)];
}

function halfSetPairs(given: Given): string[] {
  return ["GITHUB", "GOOGLE"].flatMap((provider) => {
    const [id, secret] = [`${provider}_ID`, `${provider}_SECRET`];
    if (Boolean(given[id]) === Boolean(given[secret])) return [];
    return [`${given[id] ? secret : id}: missing (${provider} sign-in needs both)`];
  });
}

function halfSetOpenid(given: Given): string[] {
  const names = ["OPENID_ISSUER", "OPENID_ID", "OPENID_SECRET"];
  const missing = names.filter((name) => given[name] === undefined);
  if (missing.length === names.length) return [];
  return missing.map((name) => `${name}: missing (OpenID sign-in needs ${names.join(", ")})`);
}

/** The keys belong together: what one signs, the other one proves. */
function halfSetVapid(given: Given): string[] {
  const [publicKey, privateKey] = ["VAPID_PUBLIC_KEY", "VAPID_PRIVATE_KEY"];
  const missing = [publicKey, privateKey].filter((name) => given[name] === undefined);
  const isUsed = missing.length < 2 || given.VAPID_SUBJECT !== undefined;
  if (!isUsed) return [];
  return missing.map(
    (name) => `${name}: missing (push needs both keys; \`npm run twilio:provision\` makes them)`,
  );
}

/** Local mode has people whose password everybody can read, so it serves the machine that it runs on, and no other. */
function publicInLocalMode(values: Settings): string[] {
  if (!values.VOICE_GATEWAY_URL) return [];
  const appUrl = (values.APP_URL ?? defaultSite(values)).origin;
  const nextAuthUrl = values.NEXTAUTH_URL?.origin;
  // `npm start` sets NEXTAUTH_URL to APP_URL: then one message is enough.
  const urls = { APP_URL: appUrl, NEXTAUTH_URL: nextAuthUrl === appUrl ? undefined : nextAuthUrl };
  return Object.entries(urls).flatMap(([name, url]) =>
    url === undefined || isLoopback(new URL(url).hostname)
      ? []
      : [
          `${name}: must be an address of this machine, such as http://localhost:${values.PORT}, while no TWILIO_* value is set: in local mode everybody knows the password of the demo people. Unset it, or set all five TWILIO_* values`,
        ],
  );
}

/** Without TLS somebody on the way could sign in as anybody. On this machine there is no way between. */
function openIssuer({ OPENID_ISSUER, VOICE_GATEWAY_URL }: Settings): string[] {
  if (OPENID_ISSUER === undefined) return [];
  const { protocol, hostname } = new URL(OPENID_ISSUER);
  if (protocol === "https:" || (VOICE_GATEWAY_URL && isLoopback(hostname))) return [];
  return ["OPENID_ISSUER: must begin with https://"];
}

/** A push service on this machine is for tests, where everything else is on this machine too. */
function insidePushServices({ PUSH_SERVICES, VOICE_GATEWAY_URL }: Settings): string[] {
  if (VOICE_GATEWAY_URL || PUSH_SERVICES.every(isPushHost)) return [];
  return ["PUSH_SERVICES: an address of this machine is allowed in local mode only"];
}
