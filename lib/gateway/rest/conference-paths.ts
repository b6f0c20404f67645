import type { Log } from "../base/log";
import type { Conferences } from "../conference/conferences";
import { conferenceItem, conferenceList } from "./conference-routes";
import { type CallInto, participantItem, participantList } from "./participant-routes";
import type { Methods, RestRequest } from "./resource";

/** What the REST interface of conferences shows and uses. */
export interface ConferenceOptions {
  conferences: Conferences;
  callInto: CallInto;
}

/**
 * The resource at or below `/Conferences`. Undefined: there is none.
 *
 * @param segments what is in the path after `/Conferences`: a sid, `Participants`, a CallSid or label, as far as they are there
 */
export function conferenceMethods(
  accountSid: string,
  { conferences, callInto }: ConferenceOptions,
  request: RestRequest,
  segments: readonly (string | undefined)[],
  log: Log,
): Methods | undefined {
  const [sid, sublist, callSidOrLabel] = segments.map(decoded);
  if (sid === undefined)
    return segments[0] === undefined ? conferenceList(accountSid, conferences, request) : undefined;
  const conference = conferences.get(sid);
  if (segments[1] === undefined) return conference && conferenceItem(accountSid, conference, log);
  if (sublist !== "Participants") return undefined;
  if (segments[2] === undefined) return participantList(accountSid, conferences, callInto, request, sid, log);
  if (callSidOrLabel === undefined || !conference) return undefined;
  return participantItem(accountSid, conference, callSidOrLabel, log);
}

/** A part of a path, which is percent-encoded. Undefined: there is none, or it cannot be decoded. */
function decoded(segment: string | undefined): string | undefined {
  if (segment === undefined) return undefined;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
