"use client";

import { sessionsResponseSchema } from "@/lib/contracts";
import { failureOf, request, send } from "./request";
import { serverQuery, useServerCache } from "./server-state";

/** The devices on which I am signed in, this one first. */
export const devicesQuery = serverQuery({
  key: ["devices"],
  pollMs: 30_000,
  backstopMs: false,
  load: async (signal) => (await request("/api/sessions", sessionsResponseSchema, { signal })).sessions,
  keep: true,
});

/** Signs one of my devices out. Throws RequestError, and resolves when the list on the page shows it. */
export function useEndDevice() {
  const { refresh } = useServerCache();
  return async (id: string): Promise<void> => {
    try {
      await send(`/api/sessions/${encodeURIComponent(id)}`, { method: "DELETE" });
    } catch (error) {
      // It has signed out meanwhile, which is what was wanted.
      if (failureOf(error) !== "not_found") throw error;
    }
    await refresh("devices");
  };
}
