import type { Item } from "./call";

/** The one with this sid, which is made if there is none. Of more than `max` the oldest that has ended is forgotten. */
export function found<T extends { sid: string; endedAt: number | null }>(
  all: Map<string, T>,
  sid: string,
  make: () => T,
  max: number,
): T {
  const known = all.get(sid);
  if (known) return known;
  const made = make();
  all.set(sid, made);
  const oldest = all.size > max ? [...all.values()].find(({ endedAt }) => endedAt !== null) : undefined;
  if (oldest) all.delete(oldest.sid);
  return made;
}

/**
 * Ends those that a snapshot does not have, though nothing has told of their end: it was forgotten with the rest of the history. Of
 * which nothing else is known either, those go.
 */
export function endMissing<T extends { sid: string; endedAt: number | null; items: readonly Item[] }>(
  all: Map<string, T>,
  live: readonly { sid: string }[],
  now: number,
): void {
  const there = new Set(live.map(({ sid }) => sid));
  for (const one of all.values()) {
    if (one.endedAt !== null || there.has(one.sid)) continue;
    if (one.items.length === 0) all.delete(one.sid);
    else one.endedAt = now;
  }
}

/** The items by their keys, each group in their order. */
export function grouped<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
