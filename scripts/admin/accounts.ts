import { endSessionsByOperator } from "@/lib/server/auth/end-sessions";
import { resetPassword } from "@/lib/server/auth/reset-password";
import { suspendPerson } from "@/lib/server/auth/suspend-person";
import { restorePerson } from "@/lib/server/people/suspend";
import { accountOf, unknownPerson, waysIn } from "./account-of";
import { plural } from "./text";
import { RefusedError } from "./usage";
import { nameIn, readWords } from "./words";

/** Asks the operator a question, to which the answer is yes or no. */
export type Confirm = (question: string) => Promise<boolean>;

export async function disable(words: readonly string[]): Promise<string> {
  const username = nameIn(words);
  if (!(await suspendPerson(username))) throw unknownPerson(username);
  return `${username} is disabled and signed out everywhere.`;
}

export async function enable(words: readonly string[]): Promise<string> {
  const username = nameIn(words);
  if (!(await restorePerson(username))) throw unknownPerson(username);
  return `${username} is not disabled, and can sign in.`;
}

export async function endSessions(words: readonly string[]): Promise<string> {
  const account = await accountOf(nameIn(words));
  const ended = await endSessionsByOperator(account);
  return `${account.username} is signed out everywhere: ${plural(ended, "device", "devices")}.`;
}

export async function newPassword(words: readonly string[], confirm: Confirm): Promise<string> {
  const { values, positionals } = readWords(words, { yes: { type: "boolean" } });
  const { username, signIn, disabledAt } = await accountOf(nameIn(positionals));
  const question = `Give ${username} a new password, and sign them out everywhere?`;
  if (!values.yes && !(await confirm(question))) throw new RefusedError("Nothing was changed.");
  const password = await resetPassword(username);
  if (password === null) throw unknownPerson(username);
  const others = waysIn({ ...signIn, password: false });
  return [
    `New password of ${username}: ${password}`,
    "It is shown this once: only its hash is stored. Let them change it in Settings.",
    `${username} is signed out everywhere.`,
    ...(others.length === 0 ? [] : [`These still let them in: ${others.join(", ")}.`]),
    ...(disabledAt ? [`${username} is disabled, and cannot sign in before: enable ${username}`] : []),
  ].join("\n");
}
