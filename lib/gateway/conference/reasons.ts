/** Why a participant leaves, as its call says it. */
export type OwnReason =
  /** The call has ended at its own side. */
  | "hung-up"
  /** The person left the conference and the call goes on: `<Leave>`, or the star key of `hangupOnStar`. */
  | "left"
  /** The call was given another document over REST. */
  | "redirected"
  /** It could not really take part: the document of its `waitUrl` could not be fetched. */
  | "failed";

/** Why a participant is not in the conference any more. */
export type ReasonLeft =
  | OwnReason
  /** Taken out over REST. The call goes on after its `<Dial>`. */
  | "removed"
  /** The conference was ended over REST, which hangs up all participants. */
  | "ended-by-api"
  /** Another participant left whose `endConferenceOnExit` is true. The call goes on after its `<Dial>`. */
  | "ended-by-participant";

/** Twilio's words for why a conference ended (https://www.twilio.com/docs/voice/api/conference-resource). */
export type ReasonEnded =
  | "conference-ended-via-api"
  | "participant-with-end-conference-on-exit-left"
  | "participant-with-end-conference-on-exit-kicked"
  | "last-participant-kicked"
  | "last-participant-left";

/** How the conference ended. `by`: the participant whose leaving ended it, if one did. */
export interface Ending {
  reason: ReasonEnded;
  by: { callSid: string; label: string | undefined } | undefined;
}

/** Twilio's `ReasonParticipantLeft`. It has no word of its own for leaving while the call goes on, nor for being removed. */
export const LEFT_WORDS: Readonly<Record<ReasonLeft, string>> = {
  "hung-up": "participant_hung_up",
  left: "participant_hung_up",
  redirected: "participant_updated_via_api",
  removed: "participant_updated_via_api",
  failed: "participant_add_failed",
  "ended-by-api": "conference_ended_via_api",
  "ended-by-participant": "moderator_ended_conference",
};

/** `ParticipantCallStatus`: what becomes of the call. */
export const CALL_STATUS_WORDS: Readonly<Record<ReasonLeft, string>> = {
  "hung-up": "completed",
  left: "in-progress",
  redirected: "in-progress",
  removed: "in-progress",
  failed: "in-progress",
  "ended-by-api": "completed",
  "ended-by-participant": "in-progress",
};

/** `Reason`: "a message indicating why the conference ended". */
export const ENDED_MESSAGES: Readonly<Record<ReasonEnded, string>> = {
  "conference-ended-via-api": "The conference was ended over the REST interface",
  "participant-with-end-conference-on-exit-left": "A participant with endConferenceOnExit left",
  "participant-with-end-conference-on-exit-kicked": "A participant with endConferenceOnExit was removed",
  "last-participant-kicked": "The last participant was removed",
  "last-participant-left": "The last participant left",
};
