import type { Account } from "../account/account";
import { isCallable, type OutboundCallOptions } from "../call/outbound-call";
import { readApplicationPlan, readDocument } from "./call-document";
import { readFlag, readNumber, readTarget, refuseOthers } from "./form";
import { readRecordingFields, recordingFields } from "./recording-form";
import { Refusal, restError } from "./rest-reply";

/** Twilio's defaults and limits in seconds (the official library on `timeout`; calls last four hours, or 24 if Twilio allows it). */
const DEFAULT_TIMEOUT = 60;
const MAX_TIMEOUT = 600;
const DEFAULT_TIME_LIMIT = 14_400;
export const MAX_TIME_LIMIT = 86_400;

const MAX_FROM_LENGTH = 256;

const events = ["initiated", "ringing", "answered", "completed"] as const;

const used = [
  ...["To", "From", "Url", "Method", "Twiml", "ApplicationSid", "FallbackUrl", "FallbackMethod"],
  ...["StatusCallback", "StatusCallbackMethod", "StatusCallbackEvent", "Timeout", "TimeLimit", "Record"],
  ...recordingFields,
];

/** What Twilio documents and is passed over here: it is about phone lines, or about machines that answer them. */
const passedOver = [
  ...["SendDigits", "CallReason", "CallToken", "CallerId", "Byoc", "Passports", "ClientNotificationUrl"],
  ...["SipAuthUsername", "SipAuthPassword", "RecordingConfigurationId"],
  ...["MachineDetection", "MachineDetectionTimeout", "MachineDetectionSilenceTimeout"],
  ...["MachineDetectionSpeechThreshold", "MachineDetectionSpeechEndThreshold"],
  ...["AsyncAmd", "AsyncAmdStatusCallback", "AsyncAmdStatusCallbackMethod"],
];

/** A call that a form asks for, and the names of those of its fields that change nothing here. */
export interface CreateCallForm {
  options: OutboundCallOptions;
  ignored: string[];
}

/**
 * Reads the form that makes a call (https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource).
 *
 * @throws Refusal when something is missing, malformed or not known here, or the call goes to no client
 */
export function readCreateCall(form: URLSearchParams, account: Account): CreateCallForm {
  refuseOthers(form, [...used, ...passedOver]);
  const options: OutboundCallOptions = {
    ...readTo(form),
    from: readFrom(form),
    ...readPlan(form, account),
    timeout: readNumber(form, "Timeout", { least: 1, most: MAX_TIMEOUT, code: 21208 }) ?? DEFAULT_TIMEOUT,
    timeLimit: readNumber(form, "TimeLimit", { least: 1, most: MAX_TIME_LIMIT }) ?? DEFAULT_TIME_LIMIT,
    recording: readRecording(form),
  };
  return { options, ignored: passedOver.filter((name) => form.has(name)) };
}

/** `client:`, an identity, and custom parameters as the query of a URL. */
function readTo(form: URLSearchParams): Pick<OutboundCallOptions, "identity" | "parameters"> {
  const to = form.get("To") ?? "";
  if (to === "") throw new Refusal(restError(21201));
  const [, identity, query = ""] = /^client:([^?]+)(?:\?(.*))?$/s.exec(to) ?? [];
  // Twilio's words for a client that it does not take: https://github.com/twilio/twilio-php/issues/378.
  if (identity === undefined || !isCallable(identity)) {
    const hint = identity === undefined ? "; this gateway calls clients only, such as client:alice" : "";
    throw new Refusal(restError(21211, `Called is not valid: ${to.slice(0, 200)}${hint}`));
  }
  return { identity, parameters: [...new URLSearchParams(query)] };
}

/** A number, or a client. For a call to a client Twilio does not ask whose it is. */
function readFrom(form: URLSearchParams): string {
  const from = form.get("From") ?? "";
  if (from === "") throw new Refusal(restError(21213));
  if (from.length > MAX_FROM_LENGTH || /\p{Cc}/u.test(from)) {
    throw new Refusal(restError(21212, "From is not a valid phone number or client"));
  }
  return from;
}

type Plan = Pick<OutboundCallOptions, "document" | "fallback" | "statusCallback" | "statusCallbackEvents">;

/** Those of the application, or those of the form, of which `Url` comes before `Twiml`. */
function readPlan(form: URLSearchParams, account: Account): Plan {
  const given = readDocument(form, account);
  const fallback = readTarget(form, "FallbackUrl", "FallbackMethod");
  const statusCallback = readTarget(form, "StatusCallback", "StatusCallbackMethod", { code: 21609 });
  const statusCallbackEvents = readEvents(form);
  const applicationSid = form.get("ApplicationSid") ?? "";
  if (applicationSid !== "") {
    const completed = new Set(["completed"] as const);
    return { ...readApplicationPlan(applicationSid, account), statusCallbackEvents: completed };
  }
  if (!given) throw new Refusal(restError(21205));
  return { document: given, fallback, statusCallback, statusCallbackEvents };
}

/** Separate fields, or one with spaces between. */
function readEvents(form: URLSearchParams): ReadonlySet<(typeof events)[number]> {
  const words = form.getAll("StatusCallbackEvent").flatMap((text) => text.split(/[\s,]+/).filter(Boolean));
  if (words.length === 0) return new Set(["completed"]);
  const known = events.filter((event) => words.includes(event));
  if (words.every((word) => events.some((event) => event === word))) return new Set(known);
  throw new Refusal(restError(21626, `StatusCallbackEvent is one of ${events.join(", ")}`));
}

/** Here silence is cut off unless the form says otherwise, other than for a recording that is begun later. */
function readRecording(form: URLSearchParams): OutboundCallOptions["recording"] {
  const options = readRecordingFields(form, "trim-silence");
  return readFlag(form, "Record") ? { ...options, source: "OutboundAPI" } : undefined;
}
