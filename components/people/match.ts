import type { PeopleAnswer } from "@/components/api/people";
import type { Person } from "@/lib/contracts";

const plain = (text: string) => text.normalize("NFKC").toLowerCase().trim();

/**
 * The people whose name or username contains `query`. Used on the people already loaded, so that the list follows each
 * key; the answer of the server, which searches everybody, comes later.
 */
export function matching(people: readonly Person[], query: string): readonly Person[] {
  const wanted = plain(query);
  if (wanted === "") return people;
  return people.filter(
    ({ displayName, username }) => plain(displayName).includes(wanted) || username.includes(wanted),
  );
}

/**
 * The people known to match `wanted` before the server has answered: taken from the answer to a prefix of it,
 * otherwise from everybody. null: neither is known.
 */
export function knownOf(
  { query, people }: Pick<PeopleAnswer, "query" | "people">,
  everybody: readonly Person[] | null,
  wanted: string,
): readonly Person[] | null {
  const wider = query !== "" && wanted.startsWith(query) ? people : everybody;
  return wider && matching(wider, wanted);
}
