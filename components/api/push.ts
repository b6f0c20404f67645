"use client";

import { type PushState, pushStateSchema } from "@/lib/contracts";
import { failureOf, request, send } from "./request";
import { serverQuery, useServerCache } from "./server-state";

/** Whether closed devices can be rung, and which of mine are. Throws RequestError. */
export const loadPush = (signal?: AbortSignal): Promise<PushState> =>
  request("/api/push", pushStateSchema, { signal });

/** The same for components. */
export const pushQuery = serverQuery({
  key: ["push"],
  pollMs: 30_000,
  backstopMs: false,
  load: loadPush,
  keep: true,
});

/** Has this device rung while the app is closed. Throws RequestError. */
export async function savePush(subscription: PushSubscriptionJSON): Promise<void> {
  await send("/api/push", { method: "PUT", body: subscription });
}

/** Has this device not rung any more. Throws RequestError. */
export async function removePush(): Promise<void> {
  await send("/api/push", { method: "DELETE" });
}

/** Has another device of mine not rung any more. Throws RequestError, and resolves when the page shows it. */
export function useRemovePushDevice() {
  const { refresh } = useServerCache();
  return async (id: string): Promise<void> => {
    try {
      await send(`/api/push/${encodeURIComponent(id)}`, { method: "DELETE" });
    } catch (error) {
      // It has signed out meanwhile, which ends this too.
      if (failureOf(error) !== "not_found") throw error;
    }
    await refresh("push");
  };
}
