import "server-only";
import { userInfo } from "node:os";
import { desc, lt } from "drizzle-orm";
import { auditLog, type Database, database } from "@/lib/db";
import { ago } from "@/lib/db/time";

/** How long (s) the audit log is kept: a year, and some weeks in which somebody can still look at it. */
const keptSeconds = 400 * 24 * 60 * 60;

/** How much (characters) of a text is stored. */
const longestText = 500;

/** Something that was done, for the audit log. No text of it may have a secret. */
export interface AuditEntry {
  /** Who did it: the name of the operator's system account, or `person` for one's own account. */
  readonly actor: string;
  /** What was done, in a word or two, such as `reset-password`. */
  readonly action: string;
  /** The username, or another thing, that it was done to. */
  readonly subject?: string;
  readonly details?: string;
}

/** A line of the audit log. */
export interface AuditLine {
  /** Later lines have greater numbers. */
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string | null;
  readonly details: string | null;
}

/**
 * Writes a line of the audit log. `db`: the transaction that makes the change, so that neither is stored without the
 * other.
 */
export async function writeAudit(db: Database, entry: AuditEntry): Promise<void> {
  const { actor, action, subject, details } = entry;
  await db.insert(auditLog).values({
    actor: cut(actor),
    action: cut(action),
    subject: subject === undefined ? null : cut(subject),
    details: details === undefined ? null : cut(details),
  });
}

/** The same for something that the operator does at the command line, whose system account is the actor. */
export function writeOperatorAudit(db: Database, entry: Omit<AuditEntry, "actor">): Promise<void> {
  return writeAudit(db, { ...entry, actor: systemAccount() });
}

/** The last lines of the audit log, the newest at the end. */
export async function readAudit(last: number): Promise<AuditLine[]> {
  const db = await database();
  const lines = await db.select().from(auditLog).orderBy(desc(auditLog.id)).limit(last);
  return lines.reverse();
}

/**
 * Removes what is older than 400 days. Younger lines stay, however many there are: else whoever can make lines could
 * push out those that show what they did. People make one line each, when their account ends, and sign-ups are limited.
 */
export async function sweepAudit(): Promise<void> {
  const db = await database();
  await db.delete(auditLog).where(lt(auditLog.at, ago(keptSeconds)));
}

/** The name of the system account that runs this process. In a container its number may have no name. */
function systemAccount(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}

function cut(text: string): string {
  return text.slice(0, longestText).toWellFormed();
}
