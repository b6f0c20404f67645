import type { ParticipantChanges } from "../conference/change-participant";
import type { ConferenceNoun } from "../twiml/verbs";
import type { Target } from "../webhook/webhooks";
import { readFlag, readMethod, readTarget, readUrl } from "./form";
import { invalid, Refusal } from "./rest-reply";

/** What an update says about a participant, and the announcement that it asks for. */
export interface ParticipantUpdate {
  changes: ParticipantChanges;
  announcement: Target | undefined;
}

/**
 * The update of a participant that is in a form (https://www.twilio.com/docs/voice/api/conference-participant-resource).
 *
 * @param coach the CallSid of the one whom the participant coaches now
 * @throws Refusal when a field is malformed
 */
export function readParticipantUpdate(form: URLSearchParams, coach: string | undefined): ParticipantUpdate {
  return {
    changes: {
      muted: readMuted(form),
      hold: readFlag(form, "Hold"),
      holdSound: readTarget(form, "HoldUrl", "HoldMethod", { method: "GET" }),
      wait: readWait(form),
      beepOnExit: readFlag(form, "BeepOnExit"),
      endConferenceOnExit: readFlag(form, "EndConferenceOnExit"),
      coach: readCoach(form, coach),
    },
    announcement: readTarget(form, "AnnounceUrl", "AnnounceMethod"),
  };
}

/** "Anything value other than true or false is interpreted as false." Undefined: it is not in the form. */
export function readMuted(form: URLSearchParams): boolean | undefined {
  const muted = form.get("Muted");
  return muted === null ? undefined : muted.toLowerCase() === "true";
}

/** What is heard before the start. An empty `WaitUrl` is silence. Undefined: it is not in the form. */
export function readWait(form: URLSearchParams): ConferenceNoun["wait"] | undefined {
  const url = readUrl(form, "WaitUrl");
  const method = readMethod(form, "WaitMethod") ?? "POST";
  if (url === undefined) return undefined;
  return url === null ? "silence" : { url, method };
}

/** Null: no coach any more. Undefined: as it is. `CallSidToCoach` alone is enough, `Coaching` alone only for one who coaches already. */
export function readCoach(form: URLSearchParams, current: string | undefined): string | null | undefined {
  const coaching = readFlag(form, "Coaching");
  const callSid = form.get("CallSidToCoach");
  if (coaching === false) return null;
  if (callSid !== null && !/^CA[0-9a-fA-F]{32}$/.test(callSid)) {
    throw new Refusal(invalid("CallSidToCoach is a CallSid"));
  }
  if (callSid !== null) return callSid;
  if (coaching && current === undefined) throw new Refusal(invalid("CallSidToCoach is missing"));
  return undefined;
}
