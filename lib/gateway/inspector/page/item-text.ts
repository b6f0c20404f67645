import type { JournalEntry } from "../../base/journal-events";
import { party, words } from "./format";
import { isProblem } from "./problem";

/** An entry in words. `tail`: what is told beside it, quietly. Verbs, webhooks and recordings have views of their own. */
export interface ItemText {
  text: string;
  tail?: string | undefined;
  isProblem?: boolean;
}

/** The events of a conference about a participant, in words that follow the name. */
const PARTICIPANT_WORDS: Readonly<Record<string, string>> = {
  "participant-join": "joins",
  "participant-leave": "leaves",
  "participant-mute": "is muted",
  "participant-unmute": "is not muted any more",
  "participant-hold": "is put on hold",
  "participant-unhold": "is taken off hold",
  "participant-modify": "is changed",
  "participant-speech-start": "speaks",
  "participant-speech-stop": "is silent",
  "conference-start": "starts",
  "conference-end": "ends",
  "announcement-end": "has heard an announcement",
  "announcement-fail": "could not hear an announcement",
};

/**
 * What an entry says.
 *
 * @param nameOf the name of the person of a CallSid
 */
export function itemText(entry: JournalEntry, nameOf: (callSid: string) => string): ItemText {
  switch (entry.kind) {
    case "call":
      return callText(entry);
    case "leg":
      return {
        text: `${entry.identity} ${entry.event}`,
        tail: entry.why ?? `${entry.role} at ${entry.edge}`,
      };
    case "device":
      return {
        text: `${entry.identity ?? "A device"}: ${entry.event}`,
        tail: [entry.why, `at ${entry.edge}, ${entry.name}`].filter(Boolean).join("; "),
        isProblem: entry.event === "refused",
      };
    case "conference":
      return conferenceText(entry, nameOf);
    case "message":
      return { text: `Message ${entry.event} of ${entry.identity}`, tail: entry.messageType };
    case "recording":
      return recordingText(entry);
    case "warning":
      return { text: entry.text };
    case "rest":
      return {
        // All paths of an account begin alike.
        text: `${entry.method} ${entry.path.replace(/^\/2010-04-01\/Accounts\/AC[0-9a-f]{32}\b/, "…")}: ${entry.status}`,
        tail: `${entry.code === undefined ? "" : `error ${entry.code}, `}${entry.ms} ms`,
        isProblem: entry.status >= 400,
      };
    case "control":
      return { text: `Command: ${entry.command}`, tail: entry.detail === "{}" ? undefined : entry.detail };
    case "verb":
      // An end whose beginning has been forgotten.
      return { text: entry.event === "ends" ? `<${entry.name}>: ${entry.how}` : `<${entry.name}>` };
    case "webhook":
      return { text: `${entry.method} ${entry.url}` };
  }
}

function conferenceText(
  { callSid, conferenceSid, name, event }: JournalEntry & { kind: "conference" },
  nameOf: (callSid: string) => string,
): ItemText {
  const who = callSid === undefined ? "The conference" : nameOf(callSid);
  return {
    text: `${who} ${PARTICIPANT_WORDS[event] ?? event}`,
    tail: `conference ${name || conferenceSid}`,
    isProblem: event === "announcement-fail",
  };
}

function recordingText({ state, seconds, recordingSid }: JournalEntry & { kind: "recording" }): ItemText {
  if (state === "in-progress") return { text: "Recording begins", tail: recordingSid };
  if (state === "absent") return { text: "Nothing was recorded", tail: recordingSid };
  const length = state === "completed" && seconds !== undefined ? `, ${seconds.toFixed(1)} s` : "";
  return { text: `Recording ${words(state)}${length}`, tail: recordingSid };
}

function callText(entry: JournalEntry & { kind: "call" }): ItemText {
  switch (entry.event) {
    case "begun":
      return {
        text: `${party(entry.from) || "The application"} calls ${party(entry.to) || "the application"}`,
        tail: entry.direction,
      };
    case "ended": {
      const after = entry.seconds > 0 ? ` after ${entry.seconds} s` : "";
      const text = `Ended: ${words(entry.status)}${after}`;
      return { text, tail: entry.why, isProblem: isProblem(entry) };
    }
    default:
      return { text: entry.event === "ringing" ? "Ringing" : "Answered" };
  }
}
