import "server-only";
import type { Env } from "@/lib/env";
import { NoAnswer } from "@/lib/rest/bounded-request";
import type { RestAnswer } from "@/lib/rest/twilio-rest";
import { type Finding, failed } from "./finding";

/** What to say if the REST interface gave no answer. Throws any other error again. */
export function noRestAnswer(error: unknown, { mode, TWILIO_API_URL }: Env): Finding {
  if (!(error instanceof NoAnswer)) throw error;
  const host = new URL(TWILIO_API_URL).host;
  if (mode === "local") {
    return failed("rest_unreachable", {
      detail: `The local voice gateway does not answer at ${host}: ${error.message}.`,
      fix: "Start it with `npm start`.",
    });
  }
  return failed("rest_unreachable", {
    detail: `Twilio's REST interface at ${host} cannot be reached: ${error.message}.`,
    fix: `Let this machine reach https://${host}: look at its network, DNS, proxy and firewall.`,
  });
}

/**
 * What to say of an answer that is not Twilio's, such as a proxy's page; undefined if it may be. Twilio's answer holds the
 * SID that was asked for, and its 404 a code of its own: https://www.twilio.com/docs/api/errors/20404
 */
export function strangeAnswer(
  answer: RestAnswer,
  sid: string,
  { mode, TWILIO_API_URL }: Env,
): Finding | undefined {
  const { ok, status, code, body } = answer;
  if (ok ? body?.sid === sid : status !== 404 || code !== undefined) return undefined;
  const host = new URL(TWILIO_API_URL).host;
  return failed("rest_unreachable", {
    detail: `What answers at ${host} (status ${status}) is not ${mode === "local" ? "the local voice gateway" : "Twilio's REST interface"}: the answer is not about what was asked for.`,
    fix:
      mode === "local"
        ? "Stop the other program that listens there, then type `npm start`."
        : "Correct TWILIO_API_URL if it is set, and look at which proxy or firewall answers in Twilio's place.",
    number: status,
  });
}

/** What to say of an account that is suspended or closed. */
export function inactiveAccount(state: "suspended" | "closed" | "not active"): Finding {
  return failed("account_inactive", {
    detail: `The Twilio account is ${state}.`,
    fix: "Look at https://console.twilio.com: it says why, and how to open the account again.",
  });
}

/** What to say of an answer that is about neither the credentials nor what was asked for; undefined if there is none. */
export function restTrouble({ status, ok, code, retryAfter }: RestAnswer): Finding | undefined {
  // https://www.twilio.com/docs/api/errors/20005 and https://www.twilio.com/docs/api/errors/10001
  if (code === 20005 || code === 10001) return inactiveAccount("not active");
  if (status === 429) {
    const wait = retryAfter === undefined ? "a minute" : `${retryAfter} s`;
    return failed("rest_busy", {
      detail: "Twilio answers that there are too many requests (429).",
      fix: `Wait for ${wait}, then type \`npm run doctor\` again.`,
      number: status,
    });
  }
  if (ok || [401, 403, 404].includes(status)) return undefined;
  return failed("rest_failing", {
    detail: `Twilio's REST interface answers with status ${status}.`,
    fix: "Look at https://status.twilio.com, and type `npm run doctor` again in some minutes.",
    number: status,
  });
}
