import "server-only";
import { hash, verify } from "@node-rs/argon2";

/** The second of OWASP's recommended settings for argon2id: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The hash, at the same cost, of a password that nobody has. It is verified where there is no hash. */
const hashOfNobody =
  "$argon2id$v=19$m=19456,t=2,p=1$EkdVU30KnEuwNkkwGh57OQ$JAVAwDKvRpPondCmpmW0+K+qYFPS8PTDdsQ86asfl9o";

/** The argon2id hash of a new password, in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/**
 * Whether `password` matches the hash. Without a hash it takes as long, so that the time does not show whether the
 * account exists.
 */
export async function verifyPassword(passwordHash: string | null | undefined, password: string) {
  const matches = await verify(passwordHash ?? hashOfNobody, password);
  return matches && passwordHash != null;
}
