import type { PeopleAnswer } from "@/components/api/people";
import type { Person } from "@/lib/contracts";

const plain = (text: string) => text.normalize("NFKC").toLowerCase().trim();

/**
 * The people whose name or username has `query` in it. Used on what is already here, so that typing shows at
 * once; the server's answer, over everybody, follows.
 */
export function matching(people: readonly Person[], query: string): readonly Person[] {
  const wanted = plain(query);
  if (wanted === "") return people;
  return people.filter(
    ({ displayName, username }) => plain(displayName).includes(wanted) || username.includes(wanted),
  );
}

/**
 * What is known of those who match `wanted` until the server has answered: of an answer to the beginning of it, else
 * of everybody as they were last. `null`: nothing is.
 */
export function knownOf(
  { query, people }: Pick<PeopleAnswer, "query" | "people">,
  everybody: readonly Person[] | null,
  wanted: string,
): readonly Person[] | null {
  const wider = query !== "" && wanted.startsWith(query) ? people : everybody;
  return wider && matching(wider, wanted);
}
