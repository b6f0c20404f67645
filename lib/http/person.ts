/**
 * Who is signed in now, in place of the person for whom this page was opened: `other`, somebody else; `nobody`, the
 * session has ended; null: still the same person, as far as is known.
 */
export type PersonChange = "other" | "nobody" | null;

let person: string | null = null;
let change: PersonChange = null;
const listeners = new Set<() => void>();

/** Says for whom this page was opened, by username. The first word counts: a page never changes its person. */
export function openPageFor(username: string): void {
  // On the server one module serves the pages of everybody.
  if (typeof window !== "undefined") person ??= username;
}

/** The username of the person for whom this page was opened; null: for nobody in particular. */
export function pagePerson(): string | null {
  return person;
}

/** Whether that person is still the one who is signed in. */
export function personChange(): PersonChange {
  return change;
}

/**
 * Reports that the person of this page is no longer signed in here. Once somebody else is, the page stays closed: that a
 * session has ended may be told later than that another one has begun.
 */
export function reportPersonChange(next: Exclude<PersonChange, null>): void {
  if (next === change || change === "other" || person === null) return;
  change = next;
  for (const listener of [...listeners]) listener();
}

/** Calls `listener` at each change, until the returned function is called. */
export function onPersonChange(listener: () => void): () => void {
  const entry = () => listener();
  listeners.add(entry);
  return () => listeners.delete(entry);
}
