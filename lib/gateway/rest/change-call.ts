import type { CallRecords } from "../call/call-records";
import { invalid, type RestReply, restError } from "./rest-reply";

/**
 * Carries out the update of a call. Returns the error if it cannot be carried out.
 *
 * `Status=completed` ends the call in any state. `Status=canceled` ends it only if it has not been answered, and
 * otherwise changes nothing (https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource).
 */
export function changeCall(records: CallRecords, sid: string, form: URLSearchParams): RestReply | undefined {
  const status = form.get("Status");
  const other = [...form.keys()].find((name) => name !== "Status");
  if (other !== undefined) return invalid(`this gateway does not change ${other.slice(0, 40)}`);
  if (status !== "completed" && status !== "canceled") {
    return invalid("Status is completed or canceled");
  }
  const call = records.underWay(sid);
  if (!call) return restError(21220);
  if (status === "completed" || call.facts().answeredAt === null) call.hangUp();
  return undefined;
}
