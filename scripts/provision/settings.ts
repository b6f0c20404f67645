import { isLoopback } from "@/lib/env";
import { Problem } from "@/lib/provision/problem";
import { edgeOfRegion } from "@/lib/settings/twilio-location";
import type { Configuration } from "./configuration";

/** Throws a Problem if something is set that cannot go together with making a set-up. */
export function checkSettings(settings: Configuration["settings"]): void {
  checkDestination(settings);
  const { VOICE_GATEWAY_URL: gateway, NEXTAUTH_SECRET: secret } = settings;
  if (gateway) {
    throw new Problem(
      "VOICE_GATEWAY_URL is set, which is for the local voice gateway and not for Twilio: unset it.",
      2,
    );
  }
  if (secret && secret.length < 32) {
    throw new Problem(
      "NEXTAUTH_SECRET must be at least 32 characters: delete it, and this command makes one.",
      2,
    );
  }
}

/** Throws a Problem unless the auth token may be sent where the settings lead. */
export function checkDestination(settings: Configuration["settings"]): void {
  const { TWILIO_API_URL: api } = settings;
  if (api && !(URL.canParse(api) && (/^https:/.test(api) || isLoopback(new URL(api).hostname)))) {
    throw new Problem(
      "TWILIO_API_URL must be an address that begins with https://, or one of this machine: correct or unset it.",
      2,
    );
  }
  for (const name of ["TWILIO_REGION", "TWILIO_EDGE"]) {
    const place = settings[name];
    if (place && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(place)) {
      throw new Problem(
        `${name} must be one of Twilio's short names, such as ie1 or dublin: correct or unset it.`,
        2,
      );
    }
  }
  const { TWILIO_REGION: region, TWILIO_EDGE: edge } = settings;
  if (region && region !== "us1" && !edge && !(region in edgeOfRegion)) {
    throw new Problem(
      `TWILIO_REGION must be one of ${Object.keys(edgeOfRegion).join(", ")}, or empty for the United States: correct or unset it.`,
      2,
    );
  }
}
