import { twilioTime } from "../base/twilio-time";
import type { FormParams } from "../webhook/signature";

/** The version in every webhook and invite, as Twilio has sent it since 2010. */
export const API_VERSION = "2010-04-01";

/**
 * A client as `From` and `To` name it. Of a token without identity Twilio says `client:Anonymous`: its pages do not tell, and
 * applications have recorded it so.
 */
export function clientAddress(identity: string | undefined): string {
  return `client:${identity ?? "Anonymous"}`;
}

/** What webhooks say about a caller's call. */
export interface ParentFacts {
  accountSid: string;
  applicationSid: string;
  callSid: string;
  status: "ringing" | "in-progress" | "completed";
  /** `client:` and the identity of the caller's token. */
  from: string;
  /** Of the token's voice grant, and of `device.connect({ params })`. */
  custom: ReadonlyMap<string, string>;
}

/** The parameters of every webhook about a caller's call. Custom parameters are added, and of these only `To` may set one of Twilio's. */
export function parentParams(facts: ParentFacts): FormParams {
  const to = facts.custom.get("To") ?? "";
  const own: FormParams = [
    ["AccountSid", facts.accountSid],
    ["ApiVersion", API_VERSION],
    ["ApplicationSid", facts.applicationSid],
    ["CallSid", facts.callSid],
    ["CallStatus", facts.status],
    ["Called", to],
    ["Caller", facts.from],
    ["Direction", "inbound"],
    ["From", facts.from],
    ["To", to],
  ];
  const taken = new Set(own.map(([name]) => name));
  return [...own, ...[...facts.custom].filter(([name]) => !taken.has(name))];
}

/** What webhooks say about a call to a `<Client>`. */
export interface ChildFacts {
  accountSid: string;
  callSid: string;
  /** Null: the call was made over REST. */
  parentCallSid: string | null;
  from: string;
  to: string;
}

/** The parameters of every webhook about a call to a `<Client>`. */
export function childParams(facts: ChildFacts): FormParams {
  return [
    ["AccountSid", facts.accountSid],
    ["ApiVersion", API_VERSION],
    ["CallSid", facts.callSid],
    ...(facts.parentCallSid === null ? [] : [["ParentCallSid", facts.parentCallSid] as const]),
    ["Direction", facts.parentCallSid === null ? "outbound-api" : "outbound-dial"],
    ["From", facts.from],
    ["Caller", facts.from],
    ["To", facts.to],
    ["Called", facts.to],
  ];
}

/** The parameters that mark a webhook as a progress report. `sequence` counts the reports of one call from 0. */
export function progressParams(nowMs: number, sequence: number): FormParams {
  return [
    ["Timestamp", twilioTime(nowMs)],
    ["CallbackSource", "call-progress-events"],
    ["SequenceNumber", String(sequence)],
  ];
}
