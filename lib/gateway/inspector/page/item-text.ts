import type { JournalEntry } from "../../base/journal-events";
import { party, words } from "./format";

/** An entry in words. `tail`: what is told beside it, quietly. Verbs, webhooks and recordings have views of their own. */
export interface ItemText {
  text: string;
  tail?: string | undefined;
  isProblem?: boolean;
}

/** What an entry says. */
export function itemText(entry: JournalEntry): ItemText {
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
      return { text: `Conference ${entry.name}: ${entry.event}`, tail: entry.conferenceSid };
    case "message":
      return { text: `Message ${entry.event} of ${entry.identity}`, tail: entry.messageType };
    case "recording":
      return { text: `Recording: ${words(entry.state)}`, tail: entry.recordingSid };
    case "rest":
      return {
        text: `${entry.method} ${entry.path}: ${entry.status}`,
        tail: `${entry.code === undefined ? "" : `error ${entry.code}, `}${entry.ms} ms`,
        isProblem: entry.status >= 400,
      };
    case "control":
      return { text: `Command: ${entry.command}`, tail: entry.detail === "{}" ? undefined : entry.detail };
    case "verb":
      return { text: `<${entry.name}>` };
    case "webhook":
      return { text: `${entry.method} ${entry.url}` };
  }
}

function callText(entry: JournalEntry & { kind: "call" }): ItemText {
  switch (entry.event) {
    case "begun":
      return {
        text: `${party(entry.from)} calls ${party(entry.to) || "the application"}`,
        tail: entry.direction,
      };
    case "ended": {
      const after = entry.seconds > 0 ? ` after ${entry.seconds} s` : "";
      return { text: `Ended: ${words(entry.status)}${after}`, tail: entry.why };
    }
    default:
      return { text: entry.event === "ringing" ? "Ringing" : "Answered" };
  }
}
