"use client";

import {
  allowsResponseSchema,
  blockSchema,
  blocksResponseSchema,
  type Person,
  peopleListPollMs,
  peoplePollMs,
  peopleResponseSchema,
  personResponseSchema,
} from "@/lib/contracts";
import { hasRoomForArrivals, type PeopleAnswer } from "./change-people";
import { request, send } from "./request";
import { serverQuery, useScreen, useServerCache } from "./server-state";

export type { PeopleAnswer } from "./change-people";

/** How often (ms) the lists of the settings are polled: only another device of mine changes them unnoticed. */
const settingsPollMs = 30_000;

/** How often (ms) people are asked for although their changes are told. It mends what was told wrong, whatever that was. */
const backstopMs = 240_000;

/** The people who match `query`; "" matches everybody. */
export const peopleQuery = (query: string) =>
  serverQuery<PeopleAnswer>({
    key: ["people", query],
    pollMs: (known) => peopleListPollMs(known?.people.length ?? 0),
    backstopMs,
    async load(signal) {
      const path = `/api/people?q=${encodeURIComponent(query)}`;
      return { query, ...(await request(path, peopleResponseSchema, { signal })) };
    },
    keep: query === "",
  });

/** One person by username; its failure is `not_found` if there is no such person. */
export const personQuery = (username: string) =>
  serverQuery({
    key: ["person", username],
    pollMs: peoplePollMs,
    backstopMs,
    async load(signal) {
      const path = `/api/people/${encodeURIComponent(username)}`;
      return (await request(path, personResponseSchema, { signal })).person;
    },
    keep: false,
  });

/** What the server is to tell while this list is on the screen: a whole list of everybody needs nothing else. */
function screenOfList({ query, people, more }: PeopleAnswer) {
  if (query === "" && !more) return { people: null, arrivals: false };
  return { people: people.map(({ username }) => username), arrivals: more && hasRoomForArrivals(people) };
}

const screenOfPerson = ({ username }: Person) => ({ people: [username], arrivals: false });

/** Has the server tell of changes of the people in a list that is on the screen. */
export const useListOnScreen = (list: PeopleAnswer | null) => useScreen(list, screenOfList);

/** The same for one person. */
export const usePersonOnScreen = (person: Person | null) => useScreen(person, screenOfPerson);

/** The people who may always ring me. */
export const allowsQuery = serverQuery({
  key: ["allows"],
  pollMs: settingsPollMs,
  backstopMs: false,
  load: async (signal) => (await request("/api/allows", allowsResponseSchema, { signal })).people,
  keep: true,
});

/** The people I have blocked. */
export const blocksQuery = serverQuery({
  key: ["blocks"],
  pollMs: settingsPollMs,
  backstopMs: false,
  load: async (signal) => (await request("/api/blocks", blocksResponseSchema, { signal })).blocks,
  keep: true,
});

/** Allows and blocks people, and chooses favourites. Each action throws RequestError, and resolves when the lists on the page show it. */
export function usePeopleActions() {
  const { refresh } = useServerCache();

  async function unblock(id: string): Promise<void> {
    await send(`/api/blocks/${encodeURIComponent(id)}`, { method: "DELETE" });
    await refresh("people", "blocks");
  }

  return {
    /** Lets this person ring me even when only known people may, or takes that back. */
    async setAllowed(username: string, allowed: boolean): Promise<void> {
      await send(`/api/people/${encodeURIComponent(username)}/allow`, { method: allowed ? "PUT" : "DELETE" });
      await refresh("people", "allows");
    },

    /** Blocks by name, or the caller of a call by its ref. */
    async block(whom: { username: string } | { ref: string }): Promise<void> {
      await request("/api/blocks", blockSchema, { method: "POST", body: whom });
      // A block by name switches anonymous calls off, which is a setting of mine.
      await refresh("people", "blocks", "me");
    },

    /** Puts this person at the top of the list, or back among all others. */
    async setFavourite(username: string, favourite: boolean): Promise<void> {
      const path = `/api/people/${encodeURIComponent(username)}/favourite`;
      await send(path, { method: favourite ? "PUT" : "DELETE" });
      await refresh("people");
    },

    /** Has the server tell once when this person is here again, or takes that back. */
    async setWatched(username: string, watched: boolean): Promise<void> {
      const path = `/api/people/${encodeURIComponent(username)}/watch`;
      await send(path, { method: watched ? "PUT" : "DELETE" });
      await refresh("people", "person");
    },

    unblock,

    /** Unblocks by name, where the id of the block is not at hand. */
    async unblockPerson(username: string): Promise<void> {
      const { blocks: all } = await request("/api/blocks", blocksResponseSchema);
      const found = all.find((one) => one.username === username);
      if (found) await unblock(found.id);
    },
  };
}
