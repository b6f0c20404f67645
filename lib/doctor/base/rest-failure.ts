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

/** What to say of an answer that is about neither the credentials nor what was asked for; undefined if there is none. */
export function restTrouble({ status, ok, retryAfter }: RestAnswer): Finding | undefined {
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
