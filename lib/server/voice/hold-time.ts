import "server-only";

/**
 * How long (ms) a call waits for a closed device to open. Twilio waits 15 s for the answer to a webhook
 * (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides), and the rest is for the database and the network.
 */
export function holdMs(): number {
  return 12_000;
}

/** How often (ms) a call looks for a device while this process does not hear of changes. */
export const lookEveryMs = 1_000;
