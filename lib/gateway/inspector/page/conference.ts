import type { ConferenceEvent } from "../../base/journal-events";
import type { Item } from "./call";
import type { LiveConference, LiveParticipant } from "./snapshot";

/** What the page knows of a conference. Times are in ms since the epoch. */
export interface Conference {
  readonly sid: string;
  name: string;
  begunAt: number;
  endedAt: number | null;
  /** All that have been in it, by CallSid, in the order in which they came. */
  readonly members: Map<string, Member>;
  readonly items: Item[];
}

/** Somebody who is in a conference, or has been. */
export interface Member extends LiveParticipant {
  isHere: boolean;
}

/** A conference of which nothing is known but its sid and since when it is there. */
export function newConference(sid: string, begunAt: number): Conference {
  return { sid, name: "", begunAt, endedAt: null, members: new Map(), items: [] };
}

/** What each event says of the participant that it is about. */
const CHANGES: Readonly<Record<string, Partial<Member>>> = {
  "participant-join": { isHere: true, status: "connected" },
  "participant-leave": { isHere: false },
  "participant-mute": { muted: true },
  "participant-unmute": { muted: false },
  "participant-hold": { hold: true },
  "participant-unhold": { hold: false },
};

/** What an entry about a conference changes in it. */
export function applyEvent(conference: Conference, entry: ConferenceEvent & { at: number }): void {
  conference.name = entry.name;
  if (entry.event === "conference-end") conference.endedAt = entry.at;
  const { callSid } = entry;
  const changes = CHANGES[entry.event];
  if (callSid === undefined || !changes) return;
  const before = conference.members.get(callSid) ?? {
    callSid,
    muted: false,
    hold: false,
    status: "connected",
    isHere: true,
  };
  conference.members.set(callSid, { ...before, ...changes });
}

/** What is known of a conference under way, at the moment of a snapshot. */
export function applyLive(conference: Conference, { name, createdAt, participants }: LiveConference): void {
  conference.name = name;
  conference.begunAt = createdAt;
  const here = new Set(participants.map(({ callSid }) => callSid));
  for (const participant of participants)
    conference.members.set(participant.callSid, { ...participant, isHere: true });
  for (const member of conference.members.values()) if (!here.has(member.callSid)) member.isHere = false;
}
