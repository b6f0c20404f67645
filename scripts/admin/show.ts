import type { Account } from "@/lib/server/auth/find-account";
import { countCallsOf } from "@/lib/server/calls/caps";
import { accountOf, waysIn } from "./account-of";
import { type LimitsOfPerson, limitLines, limitsOf } from "./limits";
import { jsonText, plural, timeText, visible } from "./text";
import { nameIn, readWords } from "./words";

export async function show(words: readonly string[]): Promise<string> {
  const { values, positionals } = readWords(words, { json: { type: "boolean" } });
  const account = await accountOf(nameIn(positionals));
  const counts = await countCallsOf(account.id);
  const calls = { atOnce: counts.atOnce, lastHour: counts.hour, lastDay: counts.day };
  const limits = await limitsOf(account.id);
  return values.json ? jsonText({ ...account, calls, limits }) : textOf(account, calls, limits);
}

function textOf(
  account: Account,
  calls: { readonly atOnce: number; readonly lastHour: number; readonly lastDay: number },
  limits: LimitsOfPerson,
): string {
  const { username, displayName, id, createdAt, disabledAt, signIn, sessions } = account;
  return [
    `${username} (${visible(displayName)})`,
    `In the log: ${id}`,
    `Created: ${timeText(createdAt)}`,
    `Disabled: ${disabledAt ? `since ${timeText(disabledAt)}` : "no"}`,
    `Ways to sign in: ${waysIn(signIn).join(", ") || "none"}`,
    `Calls: ${calls.atOnce} at present, ${calls.lastHour} in the last hour, ${calls.lastDay} in the last day`,
    ...limitLines(limits),
    `Signed in on ${plural(sessions.length, "device", "devices")}${sessions.length > 0 ? ":" : ""}`,
    ...sessions.map(
      ({ device, signedInAt, seenAt }) =>
        `  ${visible(device ?? "an unknown device")}, since ${timeText(signedInAt)}, last seen ${timeText(seenAt)}`,
    ),
  ].join("\n");
}
