import {
  callRecordingItem,
  callRecordingList,
  conferenceRecordingItem,
  conferenceRecordingList,
  type RecordingRoutesOptions,
  recordingItem,
  recordingList,
} from "./recording-routes";
import type { Methods, RestRequest } from "./resource";
import type { ResourcePath } from "./resource-path";

/** The resource of a path, if it is one of recordings. Undefined: there is none. */
export function findRecordings(
  options: RecordingRoutesOptions,
  request: RestRequest,
  { kind, sid, subSid }: ResourcePath,
): Methods | undefined {
  switch (kind) {
    case "Recordings":
      return sid === undefined ? recordingList(options, request) : recordingItem(options, request, sid);
    case "Calls/Recordings":
      return subSid === undefined
        ? callRecordingList(options, request, sid ?? "")
        : callRecordingItem(options, sid ?? "", subSid);
    case "Conferences/Recordings":
      return subSid === undefined
        ? conferenceRecordingList(options, request, sid ?? "")
        : conferenceRecordingItem(options, sid ?? "", subSid);
    default:
      return undefined;
  }
}
