import "server-only";
import { eq } from "drizzle-orm";
import { usernameSchema } from "@/lib/contracts";
import { database, users } from "@/lib/db";

/** An account that somebody names before they have shown that it is theirs. */
export interface ClaimedAccount {
  /** Empty for a name that nobody has. */
  readonly id: string;
  readonly displayName: string;
  readonly passwordHash: string | null;
  readonly suspendedAt: Date | null;
}

const nobody: ClaimedAccount = { id: "", displayName: "", passwordHash: null, suspendedAt: null };

/**
 * The account with that username. For a name that does not exist or is malformed, the account of nobody, so that the
 * caller does the same work for it, and takes the same time.
 */
export async function findClaimedAccount(username: string): Promise<ClaimedAccount> {
  const db = await database();
  const wanted = usernameSchema.safeParse(username).data ?? "";
  const [account] = await db
    .select({
      id: users.id,
      displayName: users.displayName,
      passwordHash: users.passwordHash,
      suspendedAt: users.suspendedAt,
    })
    .from(users)
    .where(eq(users.username, wanted));
  return account ?? nobody;
}
