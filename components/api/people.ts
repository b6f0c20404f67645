import {
  allowsResponseSchema,
  type Block,
  blockSchema,
  blocksResponseSchema,
  type PeopleResponse,
  type Person,
  peoplePollMs,
  peopleResponseSchema,
  personResponseSchema,
} from "@/lib/contracts";
import { createLive, type Live } from "./live";
import { request, send } from "./request";

let query = "";

/** The people who match `query`, and everybody as last asked for: null before that. */
export interface PeopleAnswer extends PeopleResponse {
  readonly query: string;
  readonly everybody: readonly Person[] | null;
}

/** The people list. While a search is on, everybody is as they were before it. */
export const people: Live<PeopleAnswer> = createLive(async (signal) => {
  const asked = query;
  const path = `/api/people?q=${encodeURIComponent(asked)}`;
  const answer = await request(path, peopleResponseSchema, { signal });
  const everybody = asked === "" ? answer.people : (people.getState().data?.everybody ?? null);
  return { query: asked, ...answer, everybody };
}, peoplePollMs);

/** Asks for the people that match, unless these are what is asked for already; "" is everybody. */
export function findPeople(wanted: string): void {
  if (wanted === query) return;
  query = wanted;
  void people.refresh();
}

/** Whoever asks next begins with everybody. */
export function forgetQuery(): void {
  query = "";
}

export async function getPerson(username: string, signal?: AbortSignal): Promise<Person> {
  const path = `/api/people/${encodeURIComponent(username)}`;
  return (await request(path, personResponseSchema, { signal })).person;
}

/** Whether this person may ring me even when only known people may. */
export async function setAllowed(username: string, allowed: boolean): Promise<void> {
  await send(`/api/people/${encodeURIComponent(username)}/allow`, { method: allowed ? "PUT" : "DELETE" });
  await Promise.all([people.refresh(), allowedPeople.refresh()]);
}

/** The people who may always ring me. */
export const allowedPeople = createLive(
  async (signal) => (await request("/api/allows", allowsResponseSchema, { signal })).people,
  30_000,
);

/** The people I have blocked. */
export const blocks = createLive(
  async (signal) => (await request("/api/blocks", blocksResponseSchema, { signal })).blocks,
  30_000,
);

/** Blocks by name, or the caller of a call by its ref. */
export async function block(whom: { username: string } | { ref: string }): Promise<Block> {
  const made = await request("/api/blocks", blockSchema, { method: "POST", body: whom });
  await Promise.all([people.refresh(), blocks.refresh()]);
  return made;
}

export async function unblock(id: string): Promise<void> {
  await send(`/api/blocks/${encodeURIComponent(id)}`, { method: "DELETE" });
  await Promise.all([people.refresh(), blocks.refresh()]);
}

/** Unblocks by name, for where only the person is at hand. */
export async function unblockPerson(username: string): Promise<void> {
  const { blocks: all } = await request("/api/blocks", blocksResponseSchema);
  const made = all.find((one) => one.username === username);
  if (made) await unblock(made.id);
}
