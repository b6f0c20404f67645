import "server-only";
import { hash, verify } from "@node-rs/argon2";

/** OWASP's second choice for argon2id: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A hash by the same cost of a password nobody has: what is checked where there is no hash. */
const nobody =
  "$argon2id$v=19$m=19456,t=2,p=1$EkdVU30KnEuwNkkwGh57OQ$JAVAwDKvRpPondCmpmW0+K+qYFPS8PTDdsQ86asfl9o";

/** The argon2id hash of a new password, in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/** Whether `password` is the one. Takes as long without a hash as with one, so that timing tells nothing. */
export async function verifyPassword(passwordHash: string | null | undefined, password: string) {
  const matches = await verify(passwordHash ?? nobody, password);
  return matches && passwordHash != null;
}
