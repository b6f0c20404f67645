import type { Account } from "../account/account";
import { twilioTime } from "../base/twilio-time";
import { API_VERSION } from "../call/params";

/** The names and paths of what Twilio keeps below an account. This gateway has applications, calls and keys. */
const subresources = {
  addresses: "Addresses",
  applications: "Applications",
  authorized_connect_apps: "AuthorizedConnectApps",
  available_phone_numbers: "AvailablePhoneNumbers",
  balance: "Balance",
  calls: "Calls",
  conferences: "Conferences",
  connect_apps: "ConnectApps",
  incoming_phone_numbers: "IncomingPhoneNumbers",
  keys: "Keys",
  messages: "Messages",
  notifications: "Notifications",
  outgoing_caller_ids: "OutgoingCallerIds",
  queues: "Queues",
  recordings: "Recordings",
  short_codes: "SMS/ShortCodes",
  signing_keys: "SigningKeys",
  sip: "SIP",
  transcriptions: "Transcriptions",
  usage: "Usage",
};

/** The account as Twilio's REST interface shows it, with its auth token. */
export function accountResource(account: Account): Record<string, unknown> {
  const path = `/${API_VERSION}/Accounts/${account.sid}`;
  return {
    sid: account.sid,
    owner_account_sid: account.standing.ownerSid,
    friendly_name: "Local voice gateway",
    auth_token: account.authToken,
    status: account.standing.status,
    type: account.standing.type,
    date_created: twilioTime(account.createdAt),
    date_updated: twilioTime(account.createdAt),
    uri: `${path}.json`,
    subresource_uris: Object.fromEntries(
      Object.entries(subresources).map(([name, folder]) => [name, `${path}/${folder}.json`]),
    ),
  };
}
