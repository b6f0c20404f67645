import "server-only";
import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import { accounts, database, passkeys, recoveryCodes, sessions, users } from "@/lib/db";
import { isLive } from "./sessions";

/** A person and how they sign in, as the operator sees them. Nothing in it lets anybody in. */
export interface Account {
  /** By which the log names the person. */
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly createdAt: Date;
  /** When the operator disabled the account; null: it is not disabled. */
  readonly disabledAt: Date | null;
  readonly signIn: {
    readonly password: boolean;
    /** Other sites whose accounts let them in, such as `github`. */
    readonly providers: readonly string[];
    readonly passkeys: number;
    /** Recovery codes that are not used yet. */
    readonly recoveryCodes: number;
  };
  /** The devices on which they are signed in, last used first. */
  readonly sessions: readonly AccountSession[];
}

/** A device on which somebody is signed in. */
export interface AccountSession {
  /** Such as "Firefox on Linux"; null: not known. */
  readonly device: string | null;
  readonly signedInAt: Date;
  /** To 10 min. */
  readonly seenAt: Date;
}

/** The person with that username, for the operator; null if there is none. */
export async function findAccount(username: string): Promise<Account | null> {
  const db = await database();
  const [person] = await db
    .select({
      id: users.id,
      username: users.username,
      displayName: users.displayName,
      createdAt: users.createdAt,
      disabledAt: users.suspendedAt,
      password: sql<boolean>`(${users.passwordHash} is not null)`,
    })
    .from(users)
    .where(eq(users.username, username));
  if (!person) return null;
  const { password, ...rest } = person;
  const [providers, passkeyCount, codeCount, devices] = await Promise.all([
    db
      .select({ name: accounts.provider })
      .from(accounts)
      .where(eq(accounts.userId, person.id))
      .orderBy(asc(accounts.provider)),
    db.$count(passkeys, eq(passkeys.userId, person.id)),
    db.$count(recoveryCodes, and(eq(recoveryCodes.userId, person.id), isNull(recoveryCodes.usedAt))),
    db
      .select({ device: sessions.device, signedInAt: sessions.createdAt, seenAt: sessions.lastUsedAt })
      .from(sessions)
      .where(and(eq(sessions.userId, person.id), isLive()))
      .orderBy(desc(sessions.lastUsedAt), asc(sessions.id)),
  ]);
  return {
    ...rest,
    signIn: {
      password,
      providers: providers.map(({ name }) => name),
      passkeys: passkeyCount,
      recoveryCodes: codeCount,
    },
    sessions: devices,
  };
}
