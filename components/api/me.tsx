"use client";

import { createContext, type ReactNode, useContext } from "react";
import { type Me, type MePatch, meSchema, type PasswordPut } from "@/lib/contracts";
import { MeContext } from "./me-context";
import { request, send } from "./request";
import { type ServerState, serverQuery, useServerCache, useServerState } from "./server-state";

/** How often (ms) the number of missed calls is polled. The end of a call refreshes it at once. */
const pollMs = 15_000;

/** The same while changes are told. */
const backstopMs = 300_000;

const meQuery = serverQuery({
  key: ["me"],
  pollMs,
  backstopMs,
  load: (signal) => request("/api/me", meSchema, { signal }),
  keep: true,
});

export { useMe } from "./me-context";

const MeStateContext = createContext<ServerState<Me>>({
  data: null,
  failure: null,
  refresh: async () => undefined,
});

/**
 * Polls who I am, for all components below. `written`: what the server knew of me when it rendered the page. It counts as
 * the first answer. What changed since then is asked for once the stream of changes is open (`follow-changes.ts`), or by
 * the next poll.
 */
export function MeProvider({ written, children }: { written: Me; children: ReactNode }) {
  const state = useServerState(meQuery, written);
  return (
    <MeStateContext value={state}>
      <MeContext value={state.data ?? written}>{children}</MeContext>
    </MeStateContext>
  );
}

/** The same as the server last answered it: null before its first answer. */
export function useMeState(): ServerState<Me> {
  return useContext(MeStateContext);
}

/** Changes my settings, and shows the settings that the server answers with. The function throws RequestError. */
export function usePatchMe(): (patch: MePatch) => Promise<void> {
  const cache = useServerCache();
  return async (patch) =>
    cache.write(meQuery, await request("/api/me", meSchema, { method: "PATCH", body: patch }));
}

/** Gives me a new password and signs my other devices out. Throws RequestError `wrong_password` or `passkey_refused`. */
export async function changePassword(change: PasswordPut): Promise<void> {
  await send("/api/me/password", { method: "PUT", body: change });
}

/** Marks the missed calls as seen. The badge shows it once {@link useMeState} is refreshed. */
export async function markMissedSeen(): Promise<void> {
  await send("/api/calls/seen", { method: "POST" });
}
