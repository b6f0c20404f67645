import { createHmac } from "node:crypto";

/** Form parameters in the order they are sent. A name may occur more than once. */
export type FormParams = readonly (readonly [name: string, value: string])[];

/**
 * `X-Twilio-Signature`: Base64 of HMAC-SHA1 over the exact URL and, for a POST, the name and value of each
 * parameter, sorted by name. Equal values of one name count once
 * (https://www.twilio.com/docs/usage/security#validating-requests).
 */
export function signature(authToken: string, url: string, params: FormParams): string {
  const hmac = createHmac("sha1", authToken).update(url, "utf8");
  const byName = [...params].sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  byName.forEach(([name, value], index) => {
    const [previousName, previousValue] = byName[index - 1] ?? [];
    if (name !== previousName || value !== previousValue) hmac.update(name + value, "utf8");
  });
  return hmac.digest("base64");
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
