import { type Confirm, disable, enable, endSessions, newPassword } from "./accounts";
import { limits } from "./limits";
import { list } from "./list";
import { log } from "./log";
import { show } from "./show";
import { status } from "./status";
import { calling, invite, pause, resume, signUp } from "./switches";
import { UsageError, usage } from "./usage";

/** What each command does with the words after it. It returns what to print. */
const commands = new Map<string, (words: readonly string[], confirm: Confirm) => Promise<string>>([
  ["status", status],
  ["pause", pause],
  ["resume", resume],
  ["calling", calling],
  ["sign-up", signUp],
  ["invite", invite],
  ["list", list],
  ["show", show],
  ["disable", disable],
  ["enable", enable],
  ["end-sessions", endSessions],
  ["reset-password", newPassword],
  ["limits", limits],
  ["log", log],
]);

/**
 * Runs a command of the operator, and returns what to print. `confirm` is asked before a password is replaced. Throws
 * `UsageError` if the command is not understood, and `RefusedError` if it cannot be done.
 */
export async function runCommand(
  [name = "", ...words]: readonly string[],
  confirm: Confirm,
): Promise<string> {
  const command = commands.get(name);
  if (!command) throw new UsageError(usage);
  return command(words, confirm);
}
