"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import { type Me, type MePatch, meSchema, type PasswordChange } from "@/lib/contracts";
import { request, send } from "./request";
import { type ServerState, serverQuery, useServerState, writeAnswer } from "./server-state";

/** How often (ms) the missed badge is looked at; the end of a call refreshes it at once. */
const everyMs = 15_000;

const meQuery = serverQuery(["me"], everyMs, ({ signal }) => request("/api/me", meSchema, { signal }));

const nobody: Me = {
  username: "",
  displayName: "",
  doNotDisturb: false,
  callPolicy: "everyone",
  anonymousByDefault: false,
  missed: 0,
};

const MeContext = createContext(nobody);
const MeStateContext = createContext<ServerState<Me>>({
  data: null,
  failure: null,
  refresh: async () => undefined,
});

/** Asks who I am, for everything below it. `written`: what the server knew of me when it wrote the page. */
export function MeProvider({ written, children }: { written: Me; children: ReactNode }) {
  const state = useServerState(meQuery);
  return (
    <MeStateContext value={state}>
      <MeContext value={state.data ?? written}>{children}</MeContext>
    </MeStateContext>
  );
}

/**
 * Who I am and how I want to be called: as the page was written, then as the server says. A setting is never
 * taken for off because its answer is still under way: that would call with my name when I asked not to.
 */
export function useMe(): Me {
  return useContext(MeContext);
}

/** The same as the server says it, to be waited for, asked again, or explained when it fails. */
export function useMeState(): ServerState<Me> {
  return useContext(MeStateContext);
}

/** Changes my settings; what the server kept is shown at once. The function throws RequestError. */
export function usePatchMe(): (patch: MePatch) => Promise<void> {
  const client = useQueryClient();
  return async (patch) =>
    writeAnswer(client, meQuery, await request("/api/me", meSchema, { method: "PATCH", body: patch }));
}

/** Gives me a new password and signs my other devices out. Throws RequestError `wrong_password`. */
export async function changePassword(change: PasswordChange): Promise<void> {
  await send("/api/me/password", { method: "PUT", body: change });
}

/** Tells the server that the missed calls are seen. Ask for {@link useMeState} again: the badge goes. */
export async function markMissedSeen(): Promise<void> {
  await send("/api/calls/seen", { method: "POST" });
}
