import type { PeopleAnswer } from "@/components/api/people";
import { foldQuery, matchesPerson, type Person } from "@/lib/contracts";

/**
 * The people whose name or username contains `query`. Used on the people already loaded, so that the list follows each
 * key; the answer of the server, which searches everybody by the same rule, comes later.
 */
export function matching(people: readonly Person[], query: string): readonly Person[] {
  return people.filter((person) => matchesPerson(person, query));
}

/**
 * The people known to match `wanted` before the server has answered: taken from the answer to a part of it, otherwise
 * from everybody. null: neither is known.
 */
export function knownOf(
  { query, people }: Pick<PeopleAnswer, "query" | "people">,
  everybody: readonly Person[] | null,
  wanted: string,
): readonly Person[] | null {
  const isPart = query !== "" && foldQuery(wanted).includes(foldQuery(query));
  const wider = isPart ? people : everybody;
  return wider && matching(wider, wanted);
}
