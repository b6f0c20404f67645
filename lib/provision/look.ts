import type { Account, AccountFacts } from "./account";
import { explainInactive } from "./explain-failure";
import { friendlyName, type Values } from "./names";
import type { KeyState, State } from "./plan";

const isSid = (prefix: string, sid: string | undefined): sid is string =>
  sid !== undefined && new RegExp(`^${prefix}[0-9a-fA-F]{32}$`).test(sid);

/** Asks what the account is, and throws a Problem unless it is active. */
export async function readAccount(account: Account, sid: string): Promise<AccountFacts> {
  const facts = await account.facts();
  // Something that is not Twilio can answer with JSON, too.
  if (facts.sid !== sid) throw new SyntaxError("this is not the account that was asked for");
  if (facts.status !== "active") throw explainInactive(sid, `it is ${facts.status}`);
  return facts;
}

/** What to know of an account, in one line. */
export function describeAccount({ sid, friendlyName: name, type, ownerAccountSid }: AccountFacts): string {
  const owner = ownerAccountSid === sid ? "" : ` It is a subaccount of ${ownerAccountSid}.`;
  // https://www.twilio.com/docs/api/errors/13805, https://www.twilio.com/docs/usage/trials
  const trial =
    type === "Trial"
      ? " It is a trial account: Twilio ends each call after 10 minutes, allows few calls at once, and ends the trial 30 days after sign-up."
      : "";
  return `Account ${sid} ("${name}") is active.${owner}${trial}`;
}

/** Looks at what there is. Changes nothing. */
export async function look(
  account: Account,
  known: Pick<State, "appUrl" | "given" | "inFiles" | "keepsAppUrl">,
): Promise<State> {
  const given = withoutMalformed(known.given);
  const { TWILIO_TWIML_APP_SID: appSid } = given;
  return {
    ...known,
    given,
    key: await lookAtKey(account, given),
    app: appSid ? await account.app(appSid) : null,
    namesakes: await account.appsNamed(friendlyName(known.appUrl.host)),
    keysOfOurName: await account.keysNamed(friendlyName(known.appUrl.host)),
  };
}

/** Without what is no SID. It may be a secret in the wrong place, so it must not be sent or printed. */
function withoutMalformed({ TWILIO_API_KEY: key, TWILIO_TWIML_APP_SID: app, ...others }: Values): Values {
  return {
    ...others,
    ...(isSid("SK", key) ? { TWILIO_API_KEY: key } : {}),
    ...(isSid("AP", app) ? { TWILIO_TWIML_APP_SID: app } : {}),
  };
}

async function lookAtKey(
  account: Account,
  { TWILIO_API_KEY: sid, TWILIO_API_SECRET: secret }: Values,
): Promise<KeyState> {
  if (!sid && !secret) return "none";
  if (sid && (await account.keyName(sid)) === null) return "revoked";
  if (!sid || !secret) return "half";
  return (await account.keyWorks(sid, secret)) ? "works" : "refused";
}
