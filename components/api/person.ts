"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { meSchema } from "@/lib/contracts";
import { onPersonChange, openPageFor, type PersonChange, personChange } from "@/lib/http/person";
import { announcePerson } from "@/lib/http/person-news";
import { watchPerson } from "@/lib/http/watch-person";
import { request } from "./request";

/**
 * Binds this page to the person for whom the server rendered it, before anything below sends a request, and watches
 * whether they stay signed in. Returns who is signed in in their place.
 */
export function usePagePerson(username: string): PersonChange {
  useState(() => openPageFor(username));
  useEffect(() => {
    announcePerson(username);
    return watchPerson();
  }, [username]);
  return useSyncExternalStore(onPersonChange, personChange, () => null);
}

/** The name of who is signed in in this browser now, whoever this page was opened for. Throws RequestError. */
export async function nameOfWhoIsHere(): Promise<string> {
  return (await request("/api/me", meSchema, { forAnybody: true })).displayName;
}
