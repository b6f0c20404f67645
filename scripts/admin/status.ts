import { env } from "@/lib/env";
import { countCalls } from "@/lib/server/calls/caps";
import { countInvitations } from "@/lib/server/operator/invitations";
import { readSwitch } from "@/lib/server/operator/switches";
import { listSuspended } from "@/lib/server/people/suspend";
import { switchText } from "./switches";
import { jsonText, plural } from "./text";
import { expectNothing, readWords } from "./words";

export async function status(words: readonly string[]): Promise<string> {
  const { values, positionals } = readWords(words, { json: { type: "boolean" } });
  expectNothing(positionals);
  const limits = env();
  const counts = await countCalls();
  const calling = await readSwitch("calling");
  const signUp = await readSwitch("sign_up");
  const invitations = await countInvitations();
  const disabled = await listSuspended();
  const calls = {
    atOnce: { calls: counts.atOnce, most: limits.CALLS_AT_ONCE },
    lastHour: { calls: counts.hour, most: limits.CALLS_PER_HOUR },
    lastDay: { calls: counts.day, most: limits.CALLS_PER_DAY },
  };
  if (values.json) return jsonText({ calling, signUp, invitations, calls, disabled });
  return [
    `Calling: ${switchText(calling)}.`,
    `Sign-up: ${switchText(signUp)}.`,
    `Invitations: ${invitations.open} open, for ${plural(invitations.uses, "person", "people")}.`,
    `Calls at once: ${calls.atOnce.calls} of ${calls.atOnce.most}.`,
    `Calls in the last hour: ${calls.lastHour.calls} of ${calls.lastHour.most}.`,
    `Calls in the last day: ${calls.lastDay.calls} of ${calls.lastDay.most}.`,
    `Disabled: ${disabled.length === 0 ? "nobody" : disabled.join(", ")}.`,
  ].join("\n");
}
