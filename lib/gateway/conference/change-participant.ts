import type { ConferenceNoun } from "../twiml/verbs";
import type { Target } from "../webhook/webhooks";
import { type Crowd, checkCoached } from "./admission";
import { ConferenceError } from "./conference-error";
import type { ParticipantEvent } from "./conference-events";
import type { Participant } from "./participant";

/** What REST can change about a participant. Undefined: as it is. */
export interface ParticipantChanges {
  muted?: boolean | undefined;
  hold?: boolean | undefined;
  /** What is heard on hold; without it, music. Counts only with `hold`. */
  holdSound?: Target | undefined;
  /** The CallSid of the one who alone is to hear this one; null: all hear it. */
  coach?: string | null | undefined;
  endConferenceOnExit?: boolean | undefined;
  beepOnExit?: boolean | undefined;
  wait?: ConferenceNoun["wait"] | undefined;
}

/**
 * Changes a participant, or nothing at all.
 *
 * @returns the events that report what is different now: at most one of each kind
 * @throws ConferenceError when the one to coach is not there or on hold
 */
export function applyChanges(
  participant: Participant,
  changes: ParticipantChanges,
  crowd: Crowd,
): ParticipantEvent[] {
  const { muted, hold, holdSound } = changes;
  const { coach } = changes;
  // Nobody is present to themselves.
  if (coach === participant.callSid) throw new ConferenceError(16028);
  if (typeof coach === "string" && coach !== participant.coach) checkCoached(coach, crowd, 16028);
  const events: ParticipantEvent[] = [];
  if (modify(participant, changes)) events.push("participant-modify");
  if (muted !== undefined && muted !== participant.muted) {
    participant.muted = muted;
    events.push(muted ? "participant-mute" : "participant-unmute");
  }
  const isOther = hold !== participant.hold;
  if (hold !== undefined && (isOther || (hold && holdSound))) {
    participant.setHold(hold, holdSound);
    if (isOther) events.push(hold ? "participant-hold" : "participant-unhold");
  }
  return events;
}

/** What `participant-modify` is about. Returns whether anything is different now. */
function modify(participant: Participant, changes: ParticipantChanges): boolean {
  const coach = changes.coach === undefined ? participant.coach : (changes.coach ?? undefined);
  const { endConferenceOnExit = participant.endConferenceOnExit, beepOnExit = participant.beepOnExit } =
    changes;
  const isModified =
    coach !== participant.coach ||
    endConferenceOnExit !== participant.endConferenceOnExit ||
    beepOnExit !== participant.beepOnExit ||
    changes.wait !== undefined;
  participant.coach = coach;
  participant.endConferenceOnExit = endConferenceOnExit;
  participant.beepOnExit = beepOnExit;
  if (changes.wait !== undefined) participant.setWait(changes.wait);
  return isModified;
}
