import { type Account, findAccount } from "@/lib/server/auth/find-account";
import { plural } from "./text";
import { RefusedError } from "./usage";

/** The person with that username. Throws {@link RefusedError} if there is none. */
export async function accountOf(username: string): Promise<Account> {
  const account = await findAccount(username);
  if (!account) throw unknownPerson(username);
  return account;
}

/** That nobody has that username. */
export function unknownPerson(username: string): RefusedError {
  return new RefusedError(`There is nobody with the username ${username}.`);
}

/** What lets a person in, in words. */
export function waysIn(signIn: Account["signIn"]): string[] {
  const { password, providers, passkeys, recoveryCodes } = signIn;
  return [
    ...(password ? ["password"] : []),
    ...providers,
    ...(passkeys > 0 ? [plural(passkeys, "passkey", "passkeys")] : []),
    ...(recoveryCodes > 0 ? [plural(recoveryCodes, "recovery code", "recovery codes")] : []),
  ];
}
