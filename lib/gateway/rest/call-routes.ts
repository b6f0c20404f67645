import type { Log } from "../base/log";
import type { CallRecords } from "../call/call-records";
import { callResource } from "./call-resource";
import { changeCall } from "./change-call";
import type { Methods } from "./resource";

/** One call: read, and ended. Undefined: there is none of this sid, or it ended long ago. */
export function callItem(
  accountSid: string,
  records: CallRecords,
  sid: string,
  log: Log,
): Methods | undefined {
  const facts = records.facts(sid);
  if (!facts) return undefined;
  return {
    get: () => ({ status: 200, body: callResource(accountSid, facts) }),
    post(form) {
      const refusal = changeCall(records, sid, form);
      if (refusal) return refusal;
      log(sid, `REST: Status=${form.get("Status")}`);
      return { status: 200, body: callResource(accountSid, records.facts(sid) ?? facts) };
    },
  };
}
