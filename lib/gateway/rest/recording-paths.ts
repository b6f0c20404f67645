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

/**
 * The resource of a path below the account, if it is one of recordings. Undefined: it is another's, or there is none.
 *
 * @param below the parts of the path, such as `["Calls", "CA…", "Recordings"]`
 */
export function findRecordings(
  options: RecordingRoutesOptions,
  request: RestRequest,
  below: readonly string[],
): Methods | undefined {
  const [first, owner = "", second, sid] = below;
  if (first === "Recordings" && second === undefined) {
    return owner === "" ? recordingList(options, request) : recordingItem(options, request, owner);
  }
  if (second !== "Recordings") return undefined;
  if (first === "Calls") {
    return sid === undefined
      ? callRecordingList(options, request, owner)
      : callRecordingItem(options, owner, sid);
  }
  if (first !== "Conferences") return undefined;
  return sid === undefined
    ? conferenceRecordingList(options, request, owner)
    : conferenceRecordingItem(options, owner, sid);
}
