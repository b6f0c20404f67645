import type { Account } from "../account/account";
import type { OutboundCallOptions } from "../call/outbound-call";
import type { GivenDocument } from "../twiml/run";
import type { Target } from "../webhook/webhooks";
import { readTarget } from "./form";
import { invalid, Refusal, restError } from "./rest-reply";

/** Twilio's limit for TwiML in a form ("Max 4000 characters", the official library on `twiml`). */
const MAX_TWIML_LENGTH = 4_000;

/** The base of relative URLs where the account has no Voice URL. */
const NO_BASE = "http://localhost/";

/** A document that is requested, or one that is given. */
type CallDocument = Target | GivenDocument;

/**
 * The document that the fields `Url` and `Method`, or `Twiml`, give. Undefined: neither is there.
 *
 * @throws Refusal when the URL is not valid (https://www.twilio.com/docs/api/errors/21205), or the TwiML too long. Whether it is
 *   well-formed is seen when it runs, as for a document that is fetched.
 */
export function readDocument(form: URLSearchParams, account: Account): CallDocument | undefined {
  const target = readTarget(form, "Url", "Method", { code: 21205 });
  if (target) return target;
  const twiml = form.get("Twiml") ?? "";
  if (twiml === "") return undefined;
  if (twiml.length > MAX_TWIML_LENGTH) {
    throw new Refusal(invalid(`Twiml is longer than ${MAX_TWIML_LENGTH} characters`));
  }
  return { twiml, base: baseUrl(account) };
}

/** What an application says about its calls. The other fields about URLs do not count beside `ApplicationSid`. */
export function readApplicationPlan(
  sid: string,
  { applications }: Account,
): Pick<OutboundCallOptions, "fallback" | "statusCallback"> & { document: CallDocument } {
  const application = applications.get(sid);
  if (!application) throw new Refusal(restError(21218, `ApplicationSid ${sid.slice(0, 40)} does not exist`));
  const { voiceUrl, voiceMethod, voiceFallbackUrl, voiceFallbackMethod } = application;
  const { statusCallback, statusCallbackMethod } = application;
  if (voiceUrl === null) throw new Refusal(restError(21205, "The application has no VoiceUrl"));
  return {
    document: { url: voiceUrl, method: voiceMethod },
    fallback: voiceFallbackUrl === null ? undefined : { url: voiceFallbackUrl, method: voiceFallbackMethod },
    statusCallback:
      statusCallback === null ? undefined : { url: statusCallback, method: statusCallbackMethod },
  };
}

/** For the log: where a document comes from. The query of a URL may be secret. */
export function documentName(document: CallDocument): string {
  if ("twiml" in document) return "given TwiML";
  const { origin, pathname } = new URL(document.url);
  return `${document.method} ${origin}${pathname}`;
}

/** Relative URLs in given TwiML go from the Voice URL of the account's first application. */
function baseUrl({ applications }: Account): string {
  const urls = applications.list().flatMap(({ voiceUrl }) => voiceUrl ?? []);
  return urls.at(-1) ?? NO_BASE;
}
