import type { Account } from "../account/account";
import type { Log } from "../base/log";
import type { CallRecords } from "../call/call-records";
import { callResource } from "./call-resource";
import type { Methods } from "./resource";
import { notFound, restError } from "./rest-reply";
import { updateCall } from "./update-call";

/** One call: read, moved, ended, and deleted when it has ended. Undefined: there is none of this sid, or it ended long ago. */
export function callItem(account: Account, records: CallRecords, sid: string, log: Log): Methods | undefined {
  const facts = records.facts(sid);
  if (!facts) return undefined;
  return {
    get: () => ({ status: 200, body: callResource(account.sid, facts) }),
    post(form) {
      const done = updateCall(account, records, sid, form);
      if (typeof done !== "string") return done;
      log(sid, `REST: ${done}`);
      return { status: 200, body: callResource(account.sid, records.facts(sid) ?? facts) };
    },
    delete() {
      // https://www.twilio.com/docs/api/errors/20009: "verify that the call is not still in-progress".
      if (records.underWay(sid)) return restError(20009);
      if (!records.delete(sid)) return notFound(`/Calls/${sid}`);
      log(sid, "REST: the call is forgotten");
      return { status: 204 };
    },
  };
}
