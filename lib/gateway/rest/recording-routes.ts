import type { Log } from "../base/log";
import type { CallRecords } from "../call/call-records";
import type { RecordingFacts } from "../recording/facts";
import type { RecordingFilter } from "../recording/recording-entries";
import type { RecordingStore } from "../recording/recording-store";
import { changeRecording } from "./change-recording";
import { readDateFilter } from "./date-filter";
import { pageOf } from "./paging";
import { readRecordingOptions, type StartRecording } from "./recording-form";
import { callRecordingResource, conferenceRecordingResource, recordingResource } from "./recording-resource";
import { originOf } from "./request-origin";
import type { Methods, RestRequest } from "./resource";
import { invalid, notFound, restError } from "./rest-reply";

/** What the resources of recordings show and change. */
export interface RecordingRoutesOptions {
  accountSid: string;
  recordings: RecordingStore;
  records: CallRecords;
  startRecording: StartRecording;
  log: Log;
}

type Show = (facts: RecordingFacts) => Record<string, unknown>;

/** All recordings: listed, by call, conference and day if asked for. */
export function recordingList(options: RecordingRoutesOptions, request: RestRequest): Methods {
  const { query } = request;
  const narrowing = {
    callSid: query.get("CallSid") ?? undefined,
    conferenceSid: query.get("ConferenceSid") ?? undefined,
  };
  return {
    get: () =>
      listed(options, request, narrowing, ["CallSid", "ConferenceSid"], shownAlone(options, request)),
  };
}

/** One recording: read, and deleted. Undefined: there is none of this sid. */
export function recordingItem(
  options: RecordingRoutesOptions,
  request: RestRequest,
  sid: string,
): Methods | undefined {
  const facts = options.recordings.get(sid);
  if (!facts) return undefined;
  const show = shownAlone(options, request);
  return { get: () => ({ status: 200, body: show(facts) }), delete: () => removed(options, sid) };
}

/** The recordings of a call: listed, and begun. Undefined: nothing is known of the call. */
export function callRecordingList(
  options: RecordingRoutesOptions,
  request: RestRequest,
  callSid: string,
): Methods | undefined {
  const { recordings, records, startRecording, accountSid, log } = options;
  // After a restart the recordings are there, and the calls are not.
  if (!records.facts(callSid) && recordings.list({ callSid }).length === 0) return undefined;
  const show: Show = (facts) => callRecordingResource(accountSid, facts);
  return {
    get: () => listed(options, request, { callSid }, [], show),
    post(form) {
      const begun = startRecording(callSid, readRecordingOptions(form));
      // Twilio's words for a call that is not in progress.
      if (begun === "not eligible")
        return restError(21220, "Requested resource is not eligible for recording");
      if (begun === "full") return invalid("there is no room for another recording; delete some");
      log(callSid, `REST: recorded as ${begun.sid}`);
      return { status: 201, body: show(begun) };
    },
  };
}

/**
 * One recording of a call: read, paused, continued, stopped and deleted. `Twilio.CURRENT` is the newest that has not ended.
 * Undefined: the call has no such recording.
 */
export function callRecordingItem(
  options: RecordingRoutesOptions,
  callSid: string,
  sid: string,
): Methods | undefined {
  const { recordings, accountSid } = options;
  const facts = recordings.get(sid === "Twilio.CURRENT" ? (recordings.current(callSid)?.sid ?? "") : sid);
  if (facts?.callSid !== callSid) return undefined;
  return itemOf(options, facts, (shown) => callRecordingResource(accountSid, shown));
}

/** The recordings of a conference: listed. */
export function conferenceRecordingList(
  options: RecordingRoutesOptions,
  request: RestRequest,
  conferenceSid: string,
): Methods {
  const show: Show = (facts) => conferenceRecordingResource(options.accountSid, facts);
  return { get: () => listed(options, request, { conferenceSid }, [], show) };
}

/** One recording of a conference, as that of a call. */
export function conferenceRecordingItem(
  options: RecordingRoutesOptions,
  conferenceSid: string,
  sid: string,
): Methods | undefined {
  const { recordings, accountSid } = options;
  const running = recordings
    .list({ conferenceSid })
    .find(({ status }) => status === "in-progress" || status === "paused");
  const facts = recordings.get(sid === "Twilio.CURRENT" ? (running?.sid ?? "") : sid);
  if (facts?.conferenceSid !== conferenceSid) return undefined;
  return itemOf(options, facts, (shown) => conferenceRecordingResource(accountSid, shown));
}

function itemOf(options: RecordingRoutesOptions, facts: RecordingFacts, show: Show): Methods {
  const { recordings, log } = options;
  return {
    get: () => ({ status: 200, body: show(facts) }),
    post(form) {
      const changed = changeRecording(recordings, facts.sid, form);
      if (changed === "not found") return notFound(`/Recordings/${facts.sid}`);
      if (changed === "ended") return restError(21220, "Requested resource is not eligible for recording");
      log(facts.sid, `REST: the recording is ${changed.status}`);
      return { status: 200, body: show(changed) };
    },
    delete: () => removed(options, facts.sid),
  };
}

function shownAlone({ accountSid }: RecordingRoutesOptions, { message }: RestRequest): Show {
  const origin = originOf(message);
  return (facts) => recordingResource(accountSid, facts, origin);
}

function removed({ recordings, log }: RecordingRoutesOptions, sid: string) {
  if (!recordings.delete(sid)) return notFound(`/Recordings/${sid}`);
  log(sid, "REST: the recording is deleted");
  return { status: 204 };
}

/** A page of recordings. `named`: the parameters of the query that have narrowed the list, besides those of the date. */
function listed(
  { recordings }: RecordingRoutesOptions,
  { path, query }: RestRequest,
  narrowing: RecordingFilter,
  named: readonly string[],
  show: Show,
) {
  const dates = readDateFilter(query);
  const given = named.flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const list = {
    name: "recordings",
    path,
    entries: recordings.list(narrowing).filter(({ createdAt }) => dates.fits(createdAt)),
    filter: [...dates.parameters, ...given],
    placeOf: (sid: string) => recordings.placeOf(sid),
  };
  return { status: 200, body: pageOf(list, query, show) };
}
