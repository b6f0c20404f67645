"use client";

import {
  type GuestLinkRequest,
  guestLinksResponseSchema,
  type NewGuestLink,
  newGuestLinkSchema,
} from "@/lib/contracts";
import { request, send } from "./request";
import { serverQuery, useServerCache } from "./server-state";

/** My guest links, the newest first. */
export const guestLinksQuery = serverQuery({
  key: ["guest-links"],
  pollMs: 30_000,
  backstopMs: 60_000,
  load: async (signal) => (await request("/api/guest-links", guestLinksResponseSchema, { signal })).links,
  keep: true,
});

/** Changes my guest links. Each resolves when the list on the page shows it, and throws RequestError. */
export function useGuestLinkActions() {
  const { refresh } = useServerCache();
  return {
    /** Its answer has the address, which nobody can read again. */
    make: async (body: GuestLinkRequest): Promise<NewGuestLink> => {
      const made = await request("/api/guest-links", newGuestLinkSchema, { method: "POST", body });
      await refresh("guest-links");
      return made;
    },
    withdraw: async (id: string): Promise<void> => {
      await send(`/api/guest-links/${encodeURIComponent(id)}`, { method: "DELETE" });
      await refresh("guest-links");
    },
  };
}
