import "server-only";
import { eq } from "drizzle-orm";
import { database, personLimits, transaction } from "@/lib/db";
import { writeOperatorAudit } from "./audit";

/** The limits of calls of one person that were set by hand. null: the configured one holds. 0: no call at all. */
export interface PersonLimits {
  readonly atOnce: number | null;
  readonly perHour: number | null;
  readonly perDay: number | null;
}

/** The greatest limit that can be set, as in the configuration. */
export const greatestLimit = 1_000_000;

const columns = {
  atOnce: personLimits.callsAtOnce,
  perHour: personLimits.callsPerHour,
  perDay: personLimits.callsPerDay,
};

/** The limits of a person that were set by hand. `lib/server/calls/caps.ts` applies them. */
export async function readPersonLimits(personId: string): Promise<PersonLimits> {
  const db = await database();
  const [row] = await db.select(columns).from(personLimits).where(eq(personLimits.userId, personId));
  return row ?? { atOnce: null, perHour: null, perDay: null };
}

/** Sets those limits of a person that are given, from the next call on. The others stay as they are. */
export async function setPersonLimits(
  person: { readonly id: string; readonly username: string },
  limits: Partial<PersonLimits>,
): Promise<void> {
  // Drizzle leaves a column out whose value is undefined.
  const set = {
    callsAtOnce: limits.atOnce,
    callsPerHour: limits.perHour,
    callsPerDay: limits.perDay,
  };
  await transaction(async (db) => {
    await db
      .insert(personLimits)
      .values({ userId: person.id, ...set })
      .onConflictDoUpdate({ target: personLimits.userId, set });
    await writeOperatorAudit(db, {
      action: "limits",
      subject: person.username,
      details: Object.entries(limits)
        .map(([name, value]) => `${name} ${value}`)
        .join(", "),
    });
  });
}

/** Removes the limits of a person, so that the configured ones hold again. */
export async function clearPersonLimits(person: {
  readonly id: string;
  readonly username: string;
}): Promise<void> {
  await transaction(async (db) => {
    await db.delete(personLimits).where(eq(personLimits.userId, person.id));
    await writeOperatorAudit(db, { action: "limits", subject: person.username, details: "default" });
  });
}
