/** Where a request goes, as its path says. */
export interface ResourcePath {
  accountSid: string;
  /**
   * What the path names: `` for the account, `Calls` for a list of it or an entry of that list, `Calls/Recordings` for a list below
   * such an entry or an entry of that one.
   */
  kind: string;
  /** Of the entry of the first list. */
  sid: string | undefined;
  /** Of the entry of the second list. */
  subSid: string | undefined;
}

const pattern =
  /^\/2010-04-01\/Accounts\/([^/]+?)(?:\/([A-Za-z]+)(?:\/([^/]+?)(?:\/([A-Za-z]+)(?:\/([^/]+?))?)?)?)?\.json$/;

/**
 * Reads the path of a request, such as `/2010-04-01/Accounts/AC…/Calls/CA…/UserDefinedMessages.json`. Undefined: it has not the form
 * of Twilio's paths (https://www.twilio.com/docs/usage/api).
 */
export function readResourcePath(path: string): ResourcePath | undefined {
  const [, accountSid, list, sid, sublist, subSid] = pattern.exec(path) ?? [];
  if (accountSid === undefined) return undefined;
  const kind = [list, sublist].filter((name) => name !== undefined).join("/");
  return { accountSid, kind, sid, subSid };
}
