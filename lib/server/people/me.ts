import "server-only";
import { eq } from "drizzle-orm";
import { publish } from "@/lib/changes";
import type { CallPolicy, Me, MePatch } from "@/lib/contracts";
import { database, users } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { countNewMissed } from "../calls/history";
import { countUnheard } from "../calls/message";
import { readCalling } from "../operator/switches";
import { searchNameOf } from "./keys";

/** A person's own settings, how many calls they have missed since they last looked, and how many messages they have not heard. Throws `unauthenticated`. */
export async function readMe(id: string): Promise<Me> {
  const [settings, calling, missed, unheard] = await Promise.all([
    findSettings(id),
    readCalling(),
    countNewMissed(id),
    countUnheard(id),
  ]);
  // Deleted since the session was checked.
  if (!settings) throw new AppError("unauthenticated");
  return { ...settings, calling, missed, unheard };
}

/** Changes a person's own settings. */
export async function changeMe(id: string, patch: MePatch): Promise<Me> {
  const db = await database();
  const { displayName } = patch;
  const change = displayName === undefined ? patch : { ...patch, ...searchNameOf(displayName) };
  if (Object.keys(change).length > 0) {
    const before = patch.callPolicy === undefined ? undefined : await findSettings(id);
    await db.update(users).set(change).where(eq(users.id, id));
    tellOf(id, patch, before?.callPolicy === patch.callPolicy ? undefined : before?.callPolicy);
  }
  return readMe(id);
}

/** Tells the person's other tabs of a change, and others if they see it. */
function tellOf(person: string, { displayName, doNotDisturb }: MePatch, policyWas?: CallPolicy): void {
  publish({ kind: "own", person, what: ["me"] });
  const isRenamed = displayName !== undefined;
  if (!isRenamed && doNotDisturb === undefined && !policyWas) return;
  publish({
    kind: "person",
    person,
    ...(isRenamed ? { renamed: true } : {}),
    ...(policyWas ? { policyWas } : {}),
  });
}

async function findSettings(id: string) {
  const db = await database();
  const [settings] = await db
    .select({
      username: users.username,
      displayName: users.displayName,
      doNotDisturb: users.doNotDisturb,
      callPolicy: users.callPolicy,
      anonymousByDefault: users.anonymousByDefault,
      acceptsAnonymous: users.acceptsAnonymous,
    })
    .from(users)
    .where(eq(users.id, id));
  return settings;
}
