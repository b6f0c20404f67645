import { twilioTime } from "../base/twilio-time";
import type { CallFacts } from "../call/call-records";
import { API_VERSION } from "../call/params";

/** The names of what Twilio keeps below a call. Of these the gateway has recordings, messages and their subscriptions. */
const subresources = [
  "notifications",
  "recordings",
  "payments",
  "events",
  "siprec",
  "streams",
  "transcriptions",
  "user_defined_message_subscriptions",
  "user_defined_messages",
];

/** A call as Twilio's REST interface shows it. What this gateway does not have, such as a price, is null. */
export function callResource(accountSid: string, call: CallFacts): Record<string, unknown> {
  const path = `/${API_VERSION}/Accounts/${accountSid}/Calls/${call.sid}`;
  const changedAt = call.endedAt ?? call.answeredAt ?? call.createdAt;
  return {
    sid: call.sid,
    account_sid: accountSid,
    parent_call_sid: call.parentSid,
    api_version: API_VERSION,
    direction: call.direction,
    from: call.from,
    from_formatted: call.from,
    to: call.to,
    to_formatted: call.to,
    status: call.status,
    date_created: twilioTime(call.createdAt),
    date_updated: twilioTime(changedAt),
    start_time: twilioTime(call.answeredAt ?? call.createdAt),
    end_time: call.endedAt === null ? null : twilioTime(call.endedAt),
    duration: call.endedAt === null ? null : String(seconds(call.answeredAt, call.endedAt)),
    price: null,
    price_unit: "USD",
    answered_by: null,
    caller_name: null,
    forwarded_from: null,
    group_sid: null,
    phone_number_sid: null,
    queue_time: "0",
    trunk_sid: null,
    uri: `${path}.json`,
    subresource_uris: Object.fromEntries(
      subresources.map((name) => [name, `${path}/${pascalCase(name)}.json`]),
    ),
  };
}

/** How long the call was answered. */
function seconds(answeredAt: number | null, endedAt: number): number {
  return answeredAt === null ? 0 : Math.round((endedAt - answeredAt) / 1000);
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
