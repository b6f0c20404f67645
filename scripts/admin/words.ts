import { type ParseArgsConfig, parseArgs } from "node:util";
import { usernameSchema } from "@/lib/contracts";
import { UsageError, usage } from "./usage";

/** Reads words and `--options`. Throws {@link UsageError} for an option that is not known or has no value. */
export function readWords<const Options extends NonNullable<ParseArgsConfig["options"]>>(
  words: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch {
    throw new UsageError(usage);
  }
}

/** Throws {@link UsageError} if there are words that the command does not take. */
export function expectNothing(rest: readonly string[]): void {
  if (rest.length > 0) throw new UsageError(usage);
}

/** The one username that was given, however it is written. Throws {@link UsageError}. */
export function nameIn([name, ...rest]: readonly string[]): string {
  expectNothing(rest);
  const username = usernameSchema.safeParse(name?.trim().replace(/^@/, "").toLowerCase());
  if (!username.success) throw new UsageError(usage);
  return username.data;
}

/** A whole number that an option gives. Throws {@link UsageError}, whose message says which are taken. */
export function readNumber(
  option: string,
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= from && value <= to) return value;
  throw new UsageError(`--${option}: a whole number from ${from} to ${to}.`);
}
