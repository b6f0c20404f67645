/** What was typed is not understood. The message says what to type instead. Exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** What was asked for cannot be done, and nothing was changed. Exit code 1. */
export class RefusedError extends Error {
  override name = "RefusedError";
}

/** How to use the program. */
export const usage = `npm run admin -- <command>

  status [--json]                   what is switched, the calls at present, who is disabled
  pause                             nobody can call; calls that go on are not ended
  resume                            people can call again
  calling default                   calling is as the configuration (CALLING) says
  sign-up open|invitation|closed    who may make an account
  sign-up default                   as the configuration (SIGN_UP) says
  invite [--uses N] [--days D]      prints a new invitation code (1 person, 7 days if not given)

  list [--search TEXT] [--disabled] [--limit N] [--after NAME] [--json]
                                    people in the order of their usernames, 50 if not given
  show NAME [--json]                one person: devices, ways to sign in, calls, limits
  disable NAME                      signs a person out everywhere and lets them neither in nor call nor be called
  enable NAME                       undoes that
  end-sessions NAME                 signs a person out everywhere and ends their calls
  reset-password NAME [--yes]       the same, and prints a new password; --yes: without the question
  limits                            how many calls are allowed, as configured
  limits NAME                       how many calls a person may make
  limits NAME [--at-once N] [--per-hour N] [--per-day N]
                                    sets it for this person; 0: no call at all
  limits NAME default               as configured again

  log [--last N] [--json]           what was done by this program, the newest last (20 if not given)`;
