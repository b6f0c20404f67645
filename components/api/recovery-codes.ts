"use client";

import { type Proof, recoveryCodesLeftSchema, recoveryCodesSchema } from "@/lib/contracts";
import { request } from "./request";
import { serverQuery, useServerCache } from "./server-state";

/** How many of my recovery codes are unused. */
export const recoveryCodesQuery = serverQuery({
  key: ["recovery-codes"],
  pollMs: 60_000,
  backstopMs: 60_000,
  load: (signal) => request("/api/me/recovery-codes", recoveryCodesLeftSchema, { signal }),
  keep: true,
});

/** Makes new codes and resolves to them, once the page shows how many there are. Throws RequestError. */
export function useRenewCodes(): (proof: Proof) => Promise<readonly string[]> {
  const { refresh } = useServerCache();
  return async (proof) => {
    const options = { method: "POST", body: proof } as const;
    const { recoveryCodes } = await request("/api/me/recovery-codes", recoveryCodesSchema, options);
    await refresh("recovery-codes");
    return recoveryCodes;
  };
}
