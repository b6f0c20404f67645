import twilio from "twilio";
import { Problem } from "./problem";

/**
 * Twilio's codes for an account that may do nothing: https://www.twilio.com/docs/api/errors/10001,
 * https://www.twilio.com/docs/api/errors/20005, https://www.twilio.com/docs/api/errors/20403
 */
const inactive = new Set([10001, 20005, 20403]);

/**
 * What to tell of a request to Twilio that failed: one sentence that says what to do. Twilio's own words are in it only
 * where they say what is wrong with a request, and nothing that was sent.
 */
export function explainFailure(error: unknown, origin: string, accountSid: string): Problem {
  if (error instanceof Problem) return error;
  const { host } = new URL(origin);
  if (error instanceof twilio.RestException) return explainRefusal(error, host, accountSid);
  // Of an answer without what Twilio's have, the library reads what is not there.
  if (error instanceof SyntaxError || error instanceof TypeError) return notTwilio(host);
  const code = codeOf(error);
  // The library's words for a list that is none, and axios's for an answer that is too long.
  if (error instanceof Error && /cannot be deserialized|maxContentLength/.test(error.message))
    return notTwilio(host);
  if (!code) return new Problem(`This should not happen: ${error instanceof Error ? error.message : error}`);
  // What Node.js says of an answer that is no HTTP.
  if (code.startsWith("HPE_")) return notTwilio(host);
  return new Problem(explainConnection(code, host));
}

function explainRefusal(
  { status, code, message }: twilio.RestException,
  host: string,
  accountSid: string,
): Problem {
  if (code !== undefined && inactive.has(code)) return explainInactive(accountSid, `error ${code}`);
  if (status === 401 && code === 20003) {
    return new Problem(
      `Twilio does not accept this auth token for ${accountSid} (error 20003): copy the token of this very account from Twilio's console (a subaccount has one of its own, and so has each region), and if it is right, look there whether the account is suspended.`,
    );
  }
  if (status === 429) {
    return new Problem(
      "Twilio has had too many requests from this account (429): run this again in a minute.",
    );
  }
  // Without a code it is no answer of Twilio's: a proxy's, or a page that asks for a login.
  if (code === undefined || code === null) {
    return status >= 500
      ? new Problem(`${host} answers ${status}: see https://status.twilio.com, and run this again later.`)
      : notTwilio(host);
  }
  if (status >= 500) {
    return new Problem(
      `Twilio has a fault of its own (${status}, error ${code}): see https://status.twilio.com, and run this again later.`,
    );
  }
  return new Problem(
    `Twilio refuses (${status}, error ${code}: ${message}): see https://www.twilio.com/docs/errors/${code}.`,
  );
}

/** An account that is suspended or closed, as `reason` shows. */
export function explainInactive(accountSid: string, reason: string): Problem {
  return new Problem(
    `The Twilio account ${accountSid} is not active (${reason}): reactivate it in Twilio's console (a balance below zero suspends it, and so does its parent's suspension), or use another account.`,
  );
}

function notTwilio(host: string): Problem {
  return new Problem(
    `${host} answers with something else than Twilio's API, as a proxy or a login page of the network does: use a network that leads to Twilio, or set HTTP_PROXY to your proxy.`,
  );
}

/** The code of what failed in the network, such as ENOTFOUND; undefined for a failure of another kind. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return "code" in error && typeof error.code === "string" ? error.code : codeOf(error.cause);
}

function explainConnection(code: string, host: string): string {
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${host} cannot be found (${code}): check that this machine is online, and TWILIO_REGION, TWILIO_EDGE and TWILIO_API_URL if they are set.`;
    case "ETIMEDOUT":
    case "ECONNABORTED":
    case "ENETUNREACH":
    case "EHOSTUNREACH":
      return `${host} does not answer (${code}): check that this machine is online and that no firewall stops it, then run this again.`;
    case "ECONNREFUSED":
    case "ECONNRESET":
    case "EPIPE":
      return `${host} does not take connections (${code}): check the network, a firewall, and TWILIO_API_URL if it is set.`;
    default:
      return /CERT|SIGNATURE|SSL|TLS|EPROTO/.test(code)
        ? `The certificate of ${host} is not trusted (${code}): if a proxy of your network inspects traffic, give Node.js its certificate with NODE_EXTRA_CA_CERTS, and check the clock of this machine.`
        : `${host} cannot be reached (${code}): check the network, then run this again.`;
  }
}
