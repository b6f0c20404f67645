import { type ChangedPerson, matchesPerson, type PeopleResponse, type Person } from "@/lib/contracts";

/** The people who match `query`. */
export interface PeopleAnswer extends PeopleResponse {
  readonly query: string;
}

/** As the server sorts: favourites first, then those who are here, then by name in lower case, then by username. */
function compare(one: Person, other: Person): number {
  const favourite = Number(other.favourite) - Number(one.favourite);
  const away = Number(one.presence === "away") - Number(other.presence === "away");
  const [name, otherName] = [one.displayName.toLowerCase(), other.displayName.toLowerCase()];
  return favourite || away || compareText(name, otherName) || compareText(one.username, other.username);
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Moves one person of the list to where they belong. The others stay in the order that the server gave them. */
function moved(people: readonly Person[], person: Person): Person[] {
  const others = people.filter(({ username }) => username !== person.username);
  const at = others.findIndex((other) => compare(person, other) < 0);
  return at < 0 ? [...others, person] : others.toSpliced(at, 0, person);
}

/** The person with a changed look; null: they are not to be found any more. */
export function withLook(person: Person, { displayName, presence }: ChangedPerson): Person | null {
  return presence && { ...person, displayName, presence };
}

/**
 * A list of people after changes, and whether the server has to be asked for it: somebody has come into it or has left it,
 * and only the server knows who, or what else is to be shown of them.
 */
export function withChanges(
  answer: PeopleAnswer,
  changes: readonly ChangedPerson[],
): { readonly answer: PeopleAnswer; readonly ask: boolean } {
  let { people } = answer;
  let ask = false;
  for (const change of changes) {
    const known = people.find(({ username }) => username === change.username);
    if (!known) {
      ask ||= mayJoin(answer, change);
      continue;
    }
    const changed = withLook(known, change);
    const belongs = changed && matchesPerson(changed, answer.query);
    ask ||= !belongs;
    // The list may only grow by an answer; somebody who is gone is taken off at once.
    if (!changed) people = people.filter((person) => person !== known);
    else if (!isSame(known, changed))
      people = isInPlace(known, changed) ? replaced(people, changed) : moved(people, changed);
  }
  return { answer: people === answer.people ? answer : { ...answer, people: [...people] }, ask };
}

/** Whether somebody who is not in the list may belong into it now. */
function mayJoin({ query, people, more }: PeopleAnswer, change: ChangedPerson): boolean {
  if (change.presence === null || !matchesPerson(change, query)) return false;
  return !more || (change.presence !== "away" && hasRoomForArrivals(people));
}

/**
 * Whether somebody who arrives may come into a list that was cut: it holds those who are here before those who are away.
 * Favourites are in every list.
 */
export function hasRoomForArrivals(people: readonly Person[]): boolean {
  return people.some(({ favourite, presence }) => !favourite && presence === "away");
}

function isSame(one: Person, other: Person): boolean {
  return one.presence === other.presence && one.displayName === other.displayName;
}

/** Somebody whose name and side of the list are the same keeps their place. */
function isInPlace(one: Person, other: Person): boolean {
  return (one.presence === "away") === (other.presence === "away") && one.displayName === other.displayName;
}

function replaced(people: readonly Person[], person: Person): Person[] {
  return people.map((known) => (known.username === person.username ? person : known));
}
