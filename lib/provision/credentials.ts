const where = "Twilio's console shows it on its first page, under Account Info";

/** What is wrong with the SID of an account, as a sentence that says what to do; undefined if nothing is. */
export function wrongAccountSid(sid: string): string | undefined {
  if (/^AC[0-9a-f]{32}$/i.test(sid)) return undefined;
  if (/^SK/i.test(sid)) {
    return `TWILIO_ACCOUNT_SID is the SID of an API key (SK…): give the account's own, which begins with AC; ${where}.`;
  }
  return `TWILIO_ACCOUNT_SID must be AC and 32 hexadecimal digits: copy it whole; ${where}.`;
}

/** What is wrong with the form of an auth token. The sentence does not contain it. */
export function wrongAuthToken(token: string): string | undefined {
  if (/^[A-Z]{2}[0-9a-f]{32}$/.test(token)) {
    return `TWILIO_AUTH_TOKEN is a SID (${token.slice(0, 2)}…): give the account's auth token; ${where}.`;
  }
  if (/^[0-9a-zA-Z]{32,}$/.test(token)) return undefined;
  return `TWILIO_AUTH_TOKEN must be at least 32 letters and digits: copy it whole; ${where}.`;
}
