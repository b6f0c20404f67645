import { twilioTime } from "../base/twilio-time";
import { API_VERSION } from "../call/params";
import type { RecordingFacts } from "../recording/facts";

/** The path of what is below an account, such as `Recordings`. */
const below = (accountSid: string, path: string) => `/${API_VERSION}/Accounts/${accountSid}/${path}`;

/**
 * A recording as Twilio's REST interface shows it.
 *
 * @param origin of the request, such as `http://localhost:3001`. The address of the sound begins with it.
 */
export function recordingResource(
  accountSid: string,
  facts: RecordingFacts,
  origin: string,
): Record<string, unknown> {
  const path = below(accountSid, `Recordings/${facts.sid}`);
  return {
    ...commonProperties(accountSid, facts),
    uri: `${path}.json`,
    media_url: `${origin}${path}`,
    subresource_uris: {
      add_on_results: `${path}/AddOnResults.json`,
      transcriptions: `${path}/Transcriptions.json`,
    },
  };
}

/** A recording as it is shown below its call. */
export function callRecordingResource(accountSid: string, facts: RecordingFacts): Record<string, unknown> {
  return {
    ...commonProperties(accountSid, facts),
    track: facts.track,
    uri: below(accountSid, `Calls/${facts.callSid}/Recordings/${facts.sid}.json`),
  };
}

/** A recording as it is shown below its conference. */
export function conferenceRecordingResource(
  accountSid: string,
  facts: RecordingFacts,
): Record<string, unknown> {
  return {
    ...commonProperties(accountSid, facts),
    uri: below(accountSid, `Conferences/${facts.conferenceSid}/Recordings/${facts.sid}.json`),
  };
}

function commonProperties(accountSid: string, facts: RecordingFacts): Record<string, unknown> {
  const hasLength = facts.status === "completed" || facts.status === "absent";
  return {
    sid: facts.sid,
    account_sid: accountSid,
    api_version: API_VERSION,
    call_sid: facts.callSid,
    conference_sid: facts.conferenceSid,
    channels: facts.channels,
    source: facts.source,
    status: facts.status,
    date_created: twilioTime(facts.createdAt),
    date_updated: twilioTime(facts.updatedAt),
    start_time: twilioTime(facts.startedAt),
    // Whole seconds, as text.
    duration: hasLength ? String(Math.round(facts.durationSeconds)) : null,
    price: null,
    price_unit: "USD",
    error_code: facts.errorCode,
    encryption_details: null,
  };
}
