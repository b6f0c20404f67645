import { env } from "@/lib/env";
import { callLimitsOf } from "@/lib/server/calls/caps";
import {
  clearPersonLimits,
  greatestLimit,
  type PersonLimits,
  readPersonLimits,
  setPersonLimits,
} from "@/lib/server/operator/person-limits";
import { accountOf } from "./account-of";
import { UsageError, usage } from "./usage";
import { expectNothing, nameIn, readNumber, readWords } from "./words";

/** A limit of one person, and whether it was set for them by hand. */
interface LimitOfPerson {
  readonly calls: number;
  readonly byHand: boolean;
}

/** How many calls one person may make. */
export type LimitsOfPerson = Readonly<Record<keyof PersonLimits, LimitOfPerson>>;

export async function limits(words: readonly string[]): Promise<string> {
  const { values, positionals } = readWords(words, {
    "at-once": { type: "string" },
    "per-hour": { type: "string" },
    "per-day": { type: "string" },
  });
  const [name, second, ...rest] = positionals;
  expectNothing(rest);
  const change = readChange(values);
  if (name === undefined) {
    if (change) throw new UsageError(usage);
    return configuredLimits();
  }
  // Either new limits or the configured ones.
  if (second !== undefined && (second !== "default" || change)) throw new UsageError(usage);
  const account = await accountOf(nameIn([name]));
  if (second === "default") await clearPersonLimits(account);
  else if (change) await setPersonLimits(account, change);
  return [`Limits of ${account.username}`, ...limitLines(await limitsOf(account.id))].join("\n");
}

/** The limits of a person as they are. */
export async function limitsOf(personId: string): Promise<LimitsOfPerson> {
  const set = await readPersonLimits(personId);
  const { atOnce, hour, day } = await callLimitsOf(personId);
  return {
    atOnce: { calls: atOnce, byHand: set.atOnce !== null },
    perHour: { calls: hour, byHand: set.perHour !== null },
    perDay: { calls: day, byHand: set.perDay !== null },
  };
}

/** The same in words, a line for each. */
export function limitLines({ atOnce, perHour, perDay }: LimitsOfPerson): string[] {
  const line = (words: string, { calls, byHand }: LimitOfPerson) =>
    `Calls ${words}: ${calls} at most (${byHand ? "set by hand" : "as configured"})`;
  return [line("at once", atOnce), line("in an hour", perHour), line("in a day", perDay)];
}

/** The limits of everybody, with the names of their settings. */
function configuredLimits(): string {
  const names = [
    "CALLS_AT_ONCE_PER_PERSON",
    "CALLS_PER_HOUR_PER_PERSON",
    "CALLS_PER_DAY_PER_PERSON",
    "CALLS_AT_ONCE",
    "CALLS_PER_HOUR",
    "CALLS_PER_DAY",
    "CALL_MAX_MINUTES",
  ] as const;
  return names.map((name) => `${name}: ${env()[name]}`).join("\n");
}

/** The limits that the options give; undefined: none. */
function readChange(
  values: Readonly<Partial<Record<"at-once" | "per-hour" | "per-day", string>>>,
): Partial<PersonLimits> | undefined {
  const number = (option: keyof typeof values) => {
    const text = values[option];
    return text === undefined ? undefined : readNumber(option, text, { from: 0, to: greatestLimit });
  };
  const given = { atOnce: number("at-once"), perHour: number("per-hour"), perDay: number("per-day") };
  const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return Object.keys(change).length > 0 ? change : undefined;
}
