"use client";

import { useQueryClient } from "@tanstack/react-query";
import {
  allowsResponseSchema,
  blockSchema,
  blocksResponseSchema,
  type PeopleResponse,
  peoplePollMs,
  peopleResponseSchema,
  personResponseSchema,
} from "@/lib/contracts";
import { request, send } from "./request";
import { serverQuery } from "./server-state";

/** How often (ms) the decisions about people are asked for: only other devices of mine change them unseen. */
const decisionsEveryMs = 30_000;

/** The people who match `query`. */
export interface PeopleAnswer extends PeopleResponse {
  readonly query: string;
}

/** The people who match; "" is everybody. The answer to a search is forgotten with the search. */
export function peopleQuery(query: string) {
  const path = `/api/people?q=${encodeURIComponent(query)}`;
  return {
    ...serverQuery<PeopleAnswer>(["people", query], peoplePollMs, async ({ signal }) => {
      return { query, ...(await request(path, peopleResponseSchema, { signal })) };
    }),
    gcTime: query === "" ? Number.POSITIVE_INFINITY : 0,
  };
}

/** One person, asked for again each time. */
export function personQuery(username: string) {
  const path = `/api/people/${encodeURIComponent(username)}`;
  return {
    ...serverQuery(["person", username], peoplePollMs, async ({ signal }) => {
      return (await request(path, personResponseSchema, { signal })).person;
    }),
    gcTime: 0,
  };
}

/** The people who may always ring me. */
export const allowsQuery = serverQuery(["allows"], decisionsEveryMs, async ({ signal }) => {
  return (await request("/api/allows", allowsResponseSchema, { signal })).people;
});

/** The people I have blocked. */
export const blocksQuery = serverQuery(["blocks"], decisionsEveryMs, async ({ signal }) => {
  return (await request("/api/blocks", blocksResponseSchema, { signal })).blocks;
});

/** What I can decide about people. Each throws RequestError, and resolves once the lists on the page show it. */
export function usePeopleActions() {
  const client = useQueryClient();

  /** Lists that are not on the page are asked for when they are. */
  async function refresh(list: "allows" | "blocks"): Promise<void> {
    await Promise.all([["people"], [list]].map((queryKey) => client.invalidateQueries({ queryKey })));
  }

  async function unblock(id: string): Promise<void> {
    await send(`/api/blocks/${encodeURIComponent(id)}`, { method: "DELETE" });
    await refresh("blocks");
  }

  return {
    /** Whether this person may ring me even when only known people may. */
    async setAllowed(username: string, allowed: boolean): Promise<void> {
      await send(`/api/people/${encodeURIComponent(username)}/allow`, { method: allowed ? "PUT" : "DELETE" });
      await refresh("allows");
    },

    /** Blocks by name, or the caller of a call by its ref. */
    async block(whom: { username: string } | { ref: string }): Promise<void> {
      await request("/api/blocks", blockSchema, { method: "POST", body: whom });
      await refresh("blocks");
    },

    unblock,

    /** Unblocks by name, for where only the person is at hand. */
    async unblockPerson(username: string): Promise<void> {
      const { blocks: all } = await request("/api/blocks", blocksResponseSchema);
      const made = all.find((one) => one.username === username);
      if (made) await unblock(made.id);
    },
  };
}
