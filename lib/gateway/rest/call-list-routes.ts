import type { Account } from "../account/account";
import type { Log } from "../base/log";
import type { CallFacts, CallRecords, RecordedCall } from "../call/call-records";
import type { OutboundCallOptions } from "../call/outbound-call";
import { callResource } from "./call-resource";
import { readCreateCall } from "./create-call-form";
import { readDateFilter } from "./date-filter";
import { pageOf } from "./paging";
import type { Methods, RestRequest } from "./resource";
import { invalid, Refusal, restError } from "./rest-reply";

/** Makes a call to a client. Undefined: there are too many calls. */
export type CallOut = (options: OutboundCallOptions) => RecordedCall | undefined;

/** What the list of calls shows and changes. */
export interface CallListOptions {
  account: Account;
  records: CallRecords;
  callOut: CallOut;
  log: Log;
}

const statuses = [
  ...["queued", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled"],
];

/** All calls that are known: listed, and made. */
export function callList(options: CallListOptions, { path, query }: RestRequest): Methods {
  const { account, records, callOut, log } = options;
  const show = (facts: CallFacts) => callResource(account.sid, facts);
  return {
    get() {
      const { fits, filter } = readFilter(query);
      const entries = records.list().filter(fits);
      const placeOf = (sid: string) => records.placeOf(sid);
      return { status: 200, body: pageOf({ name: "calls", path, entries, filter, placeOf }, query, show) };
    },
    post(form) {
      const { options: wanted, ignored } = readCreateCall(form, account);
      const call = callOut(wanted);
      if (!call) return restError(20429, "there are too many calls");
      if (ignored.length > 0) log(call.sid, `REST: these change nothing here: ${ignored.join(", ")}`);
      return { status: 201, body: show(call.facts()) };
    },
  };
}

/** Which calls are shown (https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources). */
function readFilter(query: URLSearchParams) {
  const named = ["To", "From", "ParentCallSid", "Status"] as const;
  const [to, from, parentSid, status] = named.map((name) => query.get(name));
  if (typeof status === "string" && !statuses.includes(status)) {
    throw new Refusal(invalid(`Status is one of ${statuses.join(", ")}`));
  }
  const started = readDateFilter(query, "StartTime");
  const ended = readDateFilter(query, "EndTime");
  const given = named.flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    filter: [...given, ...started.parameters, ...ended.parameters],
    fits: (call: CallFacts) =>
      (to === null || call.to === to) &&
      (from === null || call.from === from) &&
      (parentSid === null || call.parentSid === parentSid) &&
      (status === null || call.status === status) &&
      started.fits(call.answeredAt ?? call.createdAt) &&
      ended.fits(call.endedAt),
  };
}
