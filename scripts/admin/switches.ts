import { signUpModes } from "@/lib/contracts";
import { env } from "@/lib/env";
import { createInvitation } from "@/lib/server/operator/invitations";
import { readSwitch, type SwitchState, setSwitch } from "@/lib/server/operator/switches";
import { plural } from "./text";
import { UsageError, usage } from "./usage";
import { expectNothing, readNumber, readWords } from "./words";

export async function pause(words: readonly string[]): Promise<string> {
  expectNothing(words);
  await setSwitch("calling", "paused");
  return "Calling is paused. Nobody can place a call until you resume it.";
}

export async function resume(words: readonly string[]): Promise<string> {
  expectNothing(words);
  await setSwitch("calling", "on");
  return "Calling is on.";
}

export async function calling(words: readonly string[]): Promise<string> {
  if (words.length !== 1 || words[0] !== "default") throw new UsageError(usage);
  await setSwitch("calling", null);
  return `Calling: ${switchText(await readSwitch("calling"))}.`;
}

export async function signUp([value, ...rest]: readonly string[]): Promise<string> {
  expectNothing(rest);
  const mode = signUpModes.find((one) => one === value);
  if (!mode && value !== "default") throw new UsageError(usage);
  await setSwitch("sign_up", mode ?? null);
  return `Sign-up: ${switchText(await readSwitch("sign_up"))}.`;
}

export async function invite(words: readonly string[]): Promise<string> {
  const { values, positionals } = readWords(words, {
    uses: { type: "string", default: "1" },
    days: { type: "string", default: "7" },
  });
  expectNothing(positionals);
  const uses = readNumber("uses", values.uses, { from: 1, to: 10_000 });
  const days = readNumber("days", values.days, { from: 1, to: 3_650 });
  const code = await createInvitation({ uses, days });
  const { value } = await readSwitch("sign_up");
  return [
    `Invitation code: ${code}`,
    `For ${plural(uses, "person", "people")}, for ${plural(days, "day", "days")}, at ${env().APP_URL}/sign-up`,
    "It is shown this once: only its hash is stored.",
    ...(value === "invitation" ? [] : [`No code is needed at present, since sign-up is ${value}.`]),
  ].join("\n");
}

/** What a switch is set to, and by what. */
export function switchText({ value, byHand }: SwitchState<"calling" | "sign_up">): string {
  return `${value} (${byHand ? "set by hand" : "as configured"})`;
}
