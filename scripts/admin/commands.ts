import { signUpModes, usernameSchema } from "@/lib/contracts";
import { env } from "@/lib/env";
import { suspendPerson } from "@/lib/server/auth/suspend-person";
import { type CallCounts, countCalls } from "@/lib/server/calls/caps";
import { countInvitations, createInvitation } from "@/lib/server/operator/invitations";
import { readSwitch, setSwitch } from "@/lib/server/operator/switches";
import { listSuspended, restorePerson } from "@/lib/server/people/suspend";

/** What was typed cannot be done. The message says what to type instead. */
export class UsageError extends Error {
  override name = "UsageError";
}

export const usage = `npm run admin -- <command>

  status                            what is switched, the calls at present, who is disabled
  pause                             nobody can call; calls that go on are not ended
  resume                            people can call again
  calling default                   calling is as the configuration (CALLING) says
  sign-up open|invitation|closed    who may make an account
  sign-up default                   as the configuration (SIGN_UP) says
  invite [--uses N] [--days D]      prints a new invitation code (1 person, 7 days if not given)
  disable NAME                      signs a person out everywhere and lets them neither in nor call nor be called
  enable NAME                       undoes that`;

/** Runs a command of the operator, and returns what to print. Throws {@link UsageError}. */
export async function runCommand([command, ...rest]: readonly string[]): Promise<string> {
  switch (command) {
    case "status":
      expectNothing(rest);
      return status();
    case "pause":
      expectNothing(rest);
      await setSwitch("calling", "paused");
      return "Calling is paused. Nobody can place a call until you resume it.";
    case "resume":
      expectNothing(rest);
      await setSwitch("calling", "on");
      return "Calling is on.";
    case "calling":
      if (rest.length !== 1 || rest[0] !== "default") throw new UsageError(usage);
      await setSwitch("calling", null);
      return callingLine();
    case "sign-up":
      return signUp(rest);
    case "invite":
      return invite(rest);
    case "disable":
      return disable(nameIn(rest));
    case "enable":
      return enable(nameIn(rest));
    default:
      throw new UsageError(usage);
  }
}

async function signUp([value, ...rest]: readonly string[]): Promise<string> {
  expectNothing(rest);
  const mode = signUpModes.find((one) => one === value);
  if (!mode && value !== "default") throw new UsageError(usage);
  await setSwitch("sign_up", mode ?? null);
  return signUpLine();
}

async function invite(options: readonly string[]): Promise<string> {
  const { uses, days } = readOptions(options, { uses: [1, 10_000], days: [7, 3_650] });
  const code = await createInvitation({ uses, days });
  const { value } = await readSwitch("sign_up");
  return [
    `Invitation code: ${code}`,
    `For ${plural(uses, "person", "people")}, for ${plural(days, "day", "days")}, at ${env().APP_URL}/sign-up`,
    "It is shown this once: only its hash is stored.",
    ...(value === "invitation" ? [] : [`No code is needed at present, since sign-up is ${value}.`]),
  ].join("\n");
}

async function disable(username: string): Promise<string> {
  if (!(await suspendPerson(username)))
    throw new UsageError(`There is nobody with the username ${username}.`);
  return `${username} is disabled and signed out everywhere.`;
}

async function enable(username: string): Promise<string> {
  if (!(await restorePerson(username)))
    throw new UsageError(`There is nobody with the username ${username}.`);
  return `${username} is not disabled, and can sign in.`;
}

async function status(): Promise<string> {
  const limits = env();
  const counts: CallCounts = await countCalls();
  const { open, uses } = await countInvitations();
  const suspended = await listSuspended();
  return [
    await callingLine(),
    await signUpLine(),
    `Invitations: ${open} open, for ${plural(uses, "person", "people")}.`,
    `Calls at once: ${counts.atOnce} of ${limits.CALLS_AT_ONCE}.`,
    `Calls in the last hour: ${counts.hour} of ${limits.CALLS_PER_HOUR}.`,
    `Calls in the last day: ${counts.day} of ${limits.CALLS_PER_DAY}.`,
    `Disabled: ${suspended.length === 0 ? "nobody" : suspended.join(", ")}.`,
  ].join("\n");
}

async function callingLine(): Promise<string> {
  const { value, byHand } = await readSwitch("calling");
  return `Calling: ${value} (${origin(byHand)}).`;
}

async function signUpLine(): Promise<string> {
  const { value, byHand } = await readSwitch("sign_up");
  return `Sign-up: ${value} (${origin(byHand)}).`;
}

function origin(byHand: boolean): string {
  return byHand ? "set by hand" : "as configured";
}

function expectNothing(rest: readonly string[]): void {
  if (rest.length > 0) throw new UsageError(usage);
}

/** The one username that was given. */
function nameIn([name, ...rest]: readonly string[]): string {
  expectNothing(rest);
  const username = usernameSchema.safeParse(name?.trim().replace(/^@/, "").toLowerCase());
  if (!username.success) throw new UsageError(usage);
  return username.data;
}

/** Reads `--name N` options: whole numbers from 1 on. `known`: the default and the greatest value of each. */
function readOptions<Name extends string>(
  options: readonly string[],
  known: Record<Name, readonly [standard: number, most: number]>,
): Record<Name, number> {
  const names = Object.keys(known) as Name[];
  const values = Object.fromEntries(names.map((name) => [name, known[name][0]])) as Record<Name, number>;
  for (let index = 0; index < options.length; index += 2) {
    const name = names.find((one) => `--${one}` === options[index]);
    if (!name) throw new UsageError(usage);
    const [, most] = known[name];
    const text = options[index + 1] ?? "";
    const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (value < 1 || value > most) throw new UsageError(`--${name}: a whole number from 1 to ${most}.`);
    values[name] = value;
  }
  return values;
}

function plural(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}
