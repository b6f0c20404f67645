import "server-only";
import { validateRequest } from "twilio/lib/webhooks/webhooks.js";
import type { ZodMiniType } from "zod/mini";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { parse, readText } from "../http/read-body";

/** The largest body (bytes) that a webhook may carry. Twilio's have about 1 KB. */
const bodyLimit = 64 * 1024;

type Parameters = Record<string, string | string[]>;

/**
 * The parameters of a webhook that the voice network has signed, checked by `schema`.
 *
 * The signature comes first: until it is known to be good, nothing in the body means anything. It covers all
 * parameters, but `a=bc` has the same signature as `ab=c`, so `schema` must check the form of each value that it
 * reads. Unknown parameters are allowed, since Twilio adds new ones without notice.
 *
 * Throws `bad_signature`, `forbidden`, `payload_too_large` or `bad_request`.
 */
export async function readSignedForm<Form>(request: Request, schema: ZodMiniType<Form>): Promise<Form> {
  const parameters = parseForm(await readText(request, bodyLimit));
  if (!isSigned(request, parameters)) throw new AppError("bad_signature");
  if (!isForUs(parameters)) throw new AppError("forbidden");
  return parse(schema, parameters);
}

/**
 * Refuses a request of the voice network without a form, such as for a file to play, whose signature is wrong. One without a
 * signature is let through: not every network signs these. Throws `bad_signature`.
 */
export function refuseForgery(request: Request): void {
  if (request.headers.has("x-twilio-signature") && !isSigned(request, {}))
    throw new AppError("bad_signature");
}

/**
 * Whether the request has Twilio's signature. Twilio signs the URL that it is configured to call, letter for letter. We
 * build it from our own origin in each of its spellings, since anybody can choose Host and X-Forwarded-*.
 */
function isSigned(request: Request, parameters: Parameters): boolean {
  const { TWILIO_AUTH_TOKEN, signedUrls } = env();
  const signature = request.headers.get("x-twilio-signature");
  // With an empty key anybody can sign.
  if (!signature || !TWILIO_AUTH_TOKEN) return false;
  const { pathname, search } = new URL(request.url);
  try {
    return signedUrls.some((site) =>
      validateRequest(TWILIO_AUTH_TOKEN, signature, `${site}${pathname}${search}`, parameters),
    );
  } catch {
    return false;
  }
}

/**
 * Whether the webhook is about our account and our TwiML application. Twilio signs for all applications of an account,
 * and another one may have our URL by mistake. Its calls are none of ours.
 */
function isForUs({ AccountSid, ApplicationSid }: Parameters): boolean {
  const { TWILIO_ACCOUNT_SID, TWILIO_TWIML_APP_SID } = env();
  const isOurs = (given: Parameters[string] | undefined, own: string) => given === undefined || given === own;
  return isOurs(AccountSid, TWILIO_ACCOUNT_SID) && isOurs(ApplicationSid, TWILIO_TWIML_APP_SID);
}

function parseForm(body: string): Parameters {
  const form = new URLSearchParams(body);
  const names = new Set(form.keys());
  return Object.fromEntries(
    [...names].map((name) => {
      const values = form.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? "")];
    }),
  );
}
