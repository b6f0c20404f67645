import type { Account } from "../account/account";
import type { CallRecords } from "../call/call-records";
import { documentName, readDocument } from "./call-document";
import { MAX_TIME_LIMIT } from "./create-call-form";
import { readNumber, readTarget, refuseOthers } from "./form";
import { invalid, Refusal, type RestReply, restError } from "./rest-reply";

const known = [
  ...["Status", "Url", "Method", "Twiml", "FallbackUrl", "FallbackMethod"],
  ...["StatusCallback", "StatusCallbackMethod", "TimeLimit"],
];

/** Why a call that is answered cannot be moved. Twilio, where all sound ends at its servers, has no such calls. */
const RELAYED =
  "Call cannot be redirected: its sound goes from browser to browser. Set VOICE_GATEWAY_MEDIA=ended to end it at the gateway.";

/**
 * Carries out the update of a call (https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource). `Status=completed` ends
 * it in any state; `Status=canceled` only if it has not been answered, and otherwise changes nothing. `Url` or `Twiml` breaks off what runs.
 *
 * @returns what was done, for the log, or why nothing was
 * @throws Refusal when the form is malformed, or has more than one of `Status`, `Url` and `Twiml`
 */
export function updateCall(
  account: Account,
  records: CallRecords,
  sid: string,
  form: URLSearchParams,
): string | RestReply {
  const { status, document, adjustment } = readUpdate(form, account);
  const call = records.underWay(sid);
  if (!call) return restError(21220);
  if (document && !call.redirect(document)) {
    return restError(21220, call.facts().answeredAt === null ? undefined : RELAYED);
  }
  call.adjust(adjustment);
  if (status === "completed" || (status === "canceled" && call.facts().answeredAt === null)) call.hangUp();
  if (status) return `Status=${status}`;
  return document ? `goes on with ${documentName(document)}` : `changes ${[...form.keys()].join(", ")}`;
}

function readUpdate(form: URLSearchParams, account: Account) {
  refuseOthers(form, known);
  const chosen = ["Status", "Url", "Twiml"].filter((name) => form.get(name));
  if (chosen.length > 1) throw new Refusal(invalid(`${chosen.join(" and ")} cannot be in one request`));
  const status = form.get("Status");
  if (status !== null && status !== "completed" && status !== "canceled") {
    throw new Refusal(invalid("Status is completed or canceled"));
  }
  const document = readDocument(form, account);
  const adjustment = {
    statusCallback: readTarget(form, "StatusCallback", "StatusCallbackMethod", { code: 21609 }),
    fallback: readTarget(form, "FallbackUrl", "FallbackMethod"),
    timeLimit: readNumber(form, "TimeLimit", { least: 1, most: MAX_TIME_LIMIT }),
  };
  if (!status && !document && Object.values(adjustment).every((value) => value === undefined)) {
    throw new Refusal(invalid("nothing to change is given"));
  }
  return { status, document, adjustment };
}
