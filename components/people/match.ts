import type { Person } from "@/lib/contracts";

const plain = (text: string) => text.normalize("NFKC").toLocaleLowerCase().trim();

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
