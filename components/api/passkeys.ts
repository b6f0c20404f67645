"use client";

import {
  type PasskeyUse,
  type Proof,
  passkeyQuestionSchema,
  passkeySchema,
  passkeysResponseSchema,
} from "@/lib/contracts";
import { request, send } from "./request";
import { serverQuery, useServerCache } from "./server-state";
import { makePasskey, showPasskey } from "./webauthn";

/** My passkeys, and whether I could sign in without them. */
export const passkeysQuery = serverQuery({
  key: ["passkeys"],
  pollMs: 60_000,
  backstopMs: 60_000,
  load: (signal) => request("/api/me/passkeys", passkeysResponseSchema, { signal }),
  keep: true,
});

/** Changes my passkeys. Each resolves when the list on the page shows it, and throws RequestError or PasskeyProblem. */
export function usePasskeyActions() {
  const { refresh } = useServerCache();
  const path = (id: string) => `/api/me/passkeys/${encodeURIComponent(id)}`;
  return {
    add: async (proof: Proof): Promise<string> => {
      const question = await request("/api/me/passkeys/options", passkeyQuestionSchema, {
        method: "POST",
        body: proof,
      });
      const body = await makePasskey(question);
      const { name } = await request("/api/me/passkeys", passkeySchema, { method: "POST", body });
      await refresh("passkeys");
      return name;
    },
    rename: async (id: string, name: string): Promise<void> => {
      await send(path(id), { method: "PATCH", body: { name } });
      await refresh("passkeys");
    },
    remove: async (id: string): Promise<void> => {
      await send(path(id), { method: "DELETE" });
      await refresh("passkeys");
    },
  };
}

/** Lets me show one of my passkeys, as a proof that it is me. Throws RequestError or PasskeyProblem. */
export async function showOwnPasskey(): Promise<PasskeyUse> {
  return showPasskey(await request("/api/me/passkeys/confirm", passkeyQuestionSchema, { method: "POST" }));
}
