import { type MePatch, meSchema, type PasswordChange } from "@/lib/contracts";
import { createLive } from "./live";
import { request, send } from "./request";

/** How often the missed badge is looked at; the end of a call refreshes it at once. */
const everyMs = 15_000;

/** Who I am and how I want to be called. */
export const me = createLive((signal) => request("/api/me", meSchema, { signal }), everyMs);

/** Changes my settings; what the server kept is shown at once. Throws RequestError. */
export async function patchMe(patch: MePatch): Promise<void> {
  me.set(await request("/api/me", meSchema, { method: "PATCH", body: patch }));
}

/** Gives me a new password and signs my other devices out. Throws RequestError `wrong_password`. */
export async function changePassword(change: PasswordChange): Promise<void> {
  await send("/api/me/password", { method: "PUT", body: change });
}

/** The missed calls are seen: the badge goes. */
export async function markMissedSeen(): Promise<void> {
  await send("/api/calls/seen", { method: "POST" });
  await me.refresh();
}
