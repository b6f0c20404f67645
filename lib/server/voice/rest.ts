import "server-only";
import { env } from "@/lib/env";
import { askTwilio } from "@/lib/rest/twilio-rest";
import type { LegToEnd } from "../calls/legs-to-end";

/** The leg is over already: 20404 it is not known (any more), 21220 it is not in progress. */
const overCodes = new Set([20404, 21220]);

/**
 * Ends one leg of a call by Twilio's REST interface. Resolves too if the leg was over already; rejects if the voice
 * network refuses or does not answer.
 */
export async function endLeg({ callSid, status }: LegToEnd): Promise<void> {
  const { TWILIO_API_URL, TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_SECRET } = env();
  const answer = await askTwilio({
    origin: TWILIO_API_URL,
    accountSid: TWILIO_ACCOUNT_SID,
    credentials: { user: TWILIO_API_KEY, password: TWILIO_API_SECRET },
    path: `/Calls/${callSid}.json`,
    form: { Status: status },
  });
  if (answer.ok || (answer.code !== undefined && overCodes.has(answer.code))) return;
  throw new Error(`the voice network answered ${answer.status} (code ${answer.code ?? "unknown"})`);
}
