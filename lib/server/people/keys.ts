import "server-only";
import { asc, sql } from "drizzle-orm";
import { foldText, usernameLook } from "@/lib/contracts";
import { type Database, database, users } from "@/lib/db";

/** Raise it when `foldText` or `usernameLook` changes: the next migration then computes the columns again. */
const keyVersion = 2;

/** How many people are brought up to date by one statement. For each of them the whole table is read once. */
const batchSize = 5_000;

/** The columns that are computed from the names of a new person. */
export function keysOf({ username, displayName }: { username: string; displayName: string }) {
  return { searchName: foldText(displayName), usernameLook: usernameLook(username), keyVersion };
}

/** The column that follows a new display name. */
export function searchNameOf(displayName: string) {
  return { searchName: foldText(displayName) };
}

/**
 * Computes these columns for people who have none, or whose columns are of an earlier version. Of people whose usernames
 * look the same, only the first gets a `usernameLook`; all keep their names. Part of a migration; it can run again, and
 * several times at once.
 */
export async function fillKeys(): Promise<void> {
  const db = await database();
  for (;;) {
    const people = await db
      .select({ id: users.id, username: users.username, displayName: users.displayName })
      .from(users)
      .where(sql`${users.keyVersion} is distinct from ${keyVersion}`)
      .orderBy(asc(users.createdAt), asc(users.id))
      .limit(batchSize);
    if (people.length === 0) return;
    await store(db, people);
  }
}

type Named = Pick<typeof users.$inferSelect, "id" | "username" | "displayName">;

async function store(db: Database, people: readonly Named[]): Promise<void> {
  const looks = new Set<string>();
  const rows = people.map((person) => {
    const { searchName, usernameLook: look } = keysOf(person);
    const isFirst = !looks.has(look);
    looks.add(look);
    return { id: person.id, search_name: searchName, username_look: isFirst ? look : null };
  });
  await db.execute(sql`update users set
      search_name = known.search_name,
      key_version = ${keyVersion},
      username_look = case when exists (
        select 1 from users as other where other.username_look = known.username_look and other.id <> users.id
      ) then null else known.username_look end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as known (id text, search_name text, username_look text)
    where users.id = known.id`);
}
