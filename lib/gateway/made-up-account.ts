import type { AccountConfig } from "./account/account";
import { newKeySecret, newSid } from "./base/sid";

/** The credentials of an account, one API key of it, and the sid of one TwiML application. */
export type Credentials = Pick<
  AccountConfig,
  "accountSid" | "authToken" | "apiKey" | "apiSecret" | "applicationSid"
>;

/** Credentials in Twilio's form that belong to nobody. Random, so that no web page can guess them. */
export function madeUpCredentials(): Credentials {
  return {
    accountSid: newSid("AC"),
    authToken: newKeySecret(),
    apiKey: newSid("SK"),
    apiSecret: newKeySecret(),
    applicationSid: newSid("AP"),
  };
}
