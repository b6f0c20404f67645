import { both, type Control, server } from "./row";

/** Who waits for somebody learns no more than the list shows. */
export const backWatches: readonly Control[] = [
  {
    off: "who waits is told only of a person whom their list shows as here",
    file: "lib/server/people/back-watches.ts",
    find: "        looksCallable(db),\n",
    replace: "",
    test: "lib/server/people/back-watches.test.ts",
    title: "nobody is told of a person whom the list does not show as here",
    on: both,
  },
  {
    off: "who waits is not told of somebody whom they have blocked meanwhile",
    file: "lib/server/people/back-watches.ts",
    find: "        not(hasBlockedByName(db, userId, watchedId)),\n",
    replace: "",
    test: "lib/server/people/back-watches.test.ts",
    title: "is not told of somebody whom they have blocked by name",
    on: both,
  },
  {
    off: "that somebody is back is told to those who have waited alone",
    file: "lib/server/changes/hub.ts",
    find: '        for (const stream of this.#streams.ofPerson(change.person)) {\n          if (stream.hasHello) stream.send(encodeEvent({ kind: "back", username, displayName }));\n        }',
    replace: '        this.#tellAll(encodeEvent({ kind: "back", username, displayName }));',
    test: "lib/server/changes/hub.test.ts",
    title: "that somebody is back is told to the streams",
    on: both,
  },
  {
    off: "a watch ends",
    file: "lib/server/people/back-watches.ts",
    find: "export const isWaiting: SQL = gt(backWatches.expiresAt, sql`now()`);",
    replace: "export const isWaiting: SQL = sql`(true or ${gt(backWatches.expiresAt, sql`now()`)})`;",
    test: "lib/server/people/back-watches.test.ts",
    title: "a watch ends after a week",
    on: both,
  },
];

/** The lists that a person makes of others have an end: favourites, and those whom they wait for. */
export const ownLists: readonly Control[] = [
  {
    off: "the limit of favourites",
    file: "lib/server/people/favourites.ts",
    find: 'throw new AppError("list_full");',
    replace: "void AppError;",
    test: "lib/server/people/favourites.test.ts",
    title: "of two people who are added at the same moment",
    on: both,
  },
  {
    off: "the limit of people to wait for",
    file: "lib/server/people/back-watches.ts",
    find: 'throw new AppError("list_full");',
    replace: "void AppError;",
    test: "lib/server/people/back-watches.test.ts",
    title: "one person waits for 50 at most",
    on: both,
  },
  {
    off: "people are added one after the other",
    file: "lib/server/people/own-lists.ts",
    find: '.for("no key update")',
    replace: "",
    test: "lib/server/people/favourites.test.ts",
    title: "of two people who are added at the same moment",
    times: 3,
    on: server,
  },
];
