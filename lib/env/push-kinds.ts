import { z } from "zod";
import { isPushHost } from "../settings/push-names";
import { isLoopbackOrigin } from "./loopback";

/** A key of VAPID (RFC 8292) in base64url, as the package `web-push` writes it. */
export const vapidKey = (form: RegExp) =>
  z.string().trim().regex(form, "is not such a key in base64url (`npm run twilio:provision` makes the pair)");

/** Whom a push service may ask about our messages (RFC 8292, 2.1). */
export const vapidSubject = z
  .string()
  .trim()
  .regex(
    /^(mailto:[^\s@]+@[^\s@]+|https:\/\/[^\s/]+.*)$/,
    "must be an address such as mailto:you@example.org or https://example.org",
  );

/** Host names of push services, and origins of those of this machine, separated by commas. */
export const pushServices = z.string().transform((value, context) => {
  const names = value
    .split(",")
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== "");
  const wrong = names.find((one) => !isPushHost(one) && !isLoopbackOrigin(one));
  if (wrong === undefined) return names;
  context.addIssue({
    code: "custom",
    message: `must be host names such as push.example.org or *.push.example.org, separated by commas: no IP address, and no name of this machine or of its network`,
  });
  return z.NEVER;
});
