import type { JournalEntry } from "../../base/journal-events";
import type { LiveLeg } from "./snapshot";

/** Something in a timeline. `end`: the entry that says how it ended, for a verb or a webhook. */
export interface Item {
  entry: JournalEntry;
  end: JournalEntry | undefined;
}

/** What the page knows of a call. Times are in ms since the epoch. */
export interface Call {
  readonly sid: string;
  parentSid: string | null;
  direction: "inbound" | "outbound-dial" | "outbound-api";
  from: string;
  to: string;
  status: string;
  begunAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  why: string | undefined;
  /** The sid of the last conference that it came into. */
  room: string | undefined;
  readonly items: Item[];
  /** How many things went wrong that the application can mend. */
  problems: number;
  /** The legs as last seen: their figures stay when the call has ended. */
  legs: readonly LiveLeg[];
}

/** A call of which nothing is known but its sid and since when it is there. */
export function newCall(sid: string, begunAt: number): Call {
  return {
    sid,
    parentSid: null,
    direction: "inbound",
    from: "",
    to: "",
    status: "",
    begunAt,
    answeredAt: null,
    endedAt: null,
    why: undefined,
    room: undefined,
    items: [],
    problems: 0,
    legs: [],
  };
}

/** What an entry about a call changes in it. */
export function applyTo(call: Call, entry: JournalEntry & { kind: "call" }): void {
  switch (entry.event) {
    case "begun":
      call.parentSid = entry.parentSid;
      call.direction = entry.direction;
      call.from = entry.from;
      call.to = entry.to;
      call.status = "queued";
      return;
    case "ringing":
      call.status = "ringing";
      return;
    case "answered":
      call.status = "in-progress";
      call.answeredAt = entry.at;
      return;
    case "ended":
      call.status = entry.status;
      call.endedAt = entry.at;
      if (entry.seconds > 0) call.answeredAt ??= entry.at - entry.seconds * 1_000;
      call.why = entry.why;
  }
}
