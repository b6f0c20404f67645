import type { JournalEntry } from "../../base/journal-events";

/** Whether an entry tells of something that the application can mend. What a verb or a webhook has failed with also ends the call. */
export function isProblem(entry: JournalEntry): boolean {
  switch (entry.kind) {
    case "warning":
      return true;
    case "webhook":
      return entry.event === "failed" || (entry.event === "answered" && !isGood(entry.status));
    case "verb":
      return entry.event === "ends" && !isUsualEnd(entry.how);
    case "call":
      return entry.event === "ended" && isError(entry.why);
    default:
      return false;
  }
}

/** Whether a status is that of a success. */
export function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Whether a verb ended as verbs do; otherwise it tells what went wrong. */
export function isUsualEnd(how: string): boolean {
  return how === "done" || how === "broken off";
}

/** Whether a call ended because of its TwiML, by the words that the gateway has for such errors. */
export function isError(why: string | undefined): boolean {
  return why !== undefined && /\(Twilio's error \d+\)$/.test(why);
}
