import type { Application, ApplicationSettings } from "../account/applications";
import { readFlag, readMethod, readName, readUrl } from "./form";
import { invalid, Refusal, restError } from "./rest-reply";

/** Twilio's versions of what it sends to an application. Here they differ by name only. */
const versions = ["2010-04-01", "2008-08-01"];

/**
 * The settings of an application that are in a form.
 *
 * @param current the application that they change, if there is one already
 * @throws Refusal when one is malformed, or a fallback has no URL that it could stand in for
 */
export function readApplication(form: URLSearchParams, current?: Application): Partial<ApplicationSettings> {
  const changes = given({
    friendlyName: readName(form, "FriendlyName"),
    apiVersion: readVersion(form),
    voiceUrl: readUrl(form, "VoiceUrl"),
    voiceMethod: readMethod(form, "VoiceMethod"),
    voiceFallbackUrl: readUrl(form, "VoiceFallbackUrl"),
    voiceFallbackMethod: readMethod(form, "VoiceFallbackMethod"),
    statusCallback: readUrl(form, "StatusCallback"),
    statusCallbackMethod: readMethod(form, "StatusCallbackMethod"),
    voiceCallerIdLookup: readFlag(form, "VoiceCallerIdLookup"),
    smsUrl: readUrl(form, "SmsUrl"),
    smsMethod: readMethod(form, "SmsMethod"),
    smsFallbackUrl: readUrl(form, "SmsFallbackUrl"),
    smsFallbackMethod: readMethod(form, "SmsFallbackMethod"),
    smsStatusCallback: readUrl(form, "SmsStatusCallback"),
    messageStatusCallback: readUrl(form, "MessageStatusCallback"),
    publicApplicationConnectEnabled: readFlag(form, "PublicApplicationConnectEnabled"),
  });
  const next: Partial<ApplicationSettings> = { ...current, ...changes };
  // https://www.twilio.com/docs/api/errors/21405: a fallback URL needs a primary one.
  if (changes.voiceFallbackUrl && !next.voiceUrl) throw new Refusal(restError(21405));
  if (changes.smsFallbackUrl && !next.smsUrl) throw new Refusal(restError(21406));
  return changes;
}

function readVersion(form: URLSearchParams): string | undefined {
  const version = form.get("ApiVersion") ?? undefined;
  if (version === undefined || versions.includes(version)) return version;
  throw new Refusal(invalid(`ApiVersion is ${versions.join(" or ")}`));
}

/** Without what the form does not have. */
function given(settings: { [Name in keyof ApplicationSettings]: ApplicationSettings[Name] | undefined }) {
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<ApplicationSettings>;
}
