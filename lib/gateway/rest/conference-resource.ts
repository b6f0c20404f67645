import { twilioTime } from "../base/twilio-time";
import { API_VERSION } from "../call/params";
import type { Conference } from "../conference/conference";
import type { ParticipantFacts } from "../conference/participant-facts";

/** A conference as Twilio's REST interface shows it. It is mixed in no region of Twilio's. */
export function conferenceResource(accountSid: string, conference: Conference): Record<string, unknown> {
  const path = conferencePath(accountSid, conference.sid);
  return {
    sid: conference.sid,
    account_sid: accountSid,
    friendly_name: conference.name,
    api_version: API_VERSION,
    region: null,
    status: conference.status,
    date_created: twilioTime(conference.createdAt),
    date_updated: twilioTime(conference.updatedAt),
    reason_conference_ended: conference.ending?.reason ?? null,
    call_sid_ending_conference: conference.ending?.by?.callSid ?? null,
    uri: `${path}.json`,
    subresource_uris: {
      participants: `${path}/Participants.json`,
      recordings: `${path}/Recordings.json`,
    },
  };
}

/** A participant as Twilio's REST interface shows it, also while it is being called. */
export function participantResource(
  accountSid: string,
  conferenceSid: string,
  participant: ParticipantFacts,
): Record<string, unknown> {
  return {
    account_sid: accountSid,
    call_sid: participant.callSid,
    label: participant.label ?? null,
    conference_sid: conferenceSid,
    call_sid_to_coach: participant.coach ?? null,
    coaching: participant.coach !== undefined,
    muted: participant.muted,
    hold: participant.hold,
    start_conference_on_enter: participant.startConferenceOnEnter,
    end_conference_on_exit: participant.endConferenceOnExit,
    status: participant.status,
    queue_time: null,
    date_created: twilioTime(participant.createdAt),
    date_updated: twilioTime(participant.updatedAt),
    uri: `${conferencePath(accountSid, conferenceSid)}/Participants/${participant.callSid}.json`,
  };
}

function conferencePath(accountSid: string, sid: string): string {
  return `/${API_VERSION}/Accounts/${accountSid}/Conferences/${sid}`;
}
