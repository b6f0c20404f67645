import { type SetupCheck, type SetupResponse, setupResponseSchema } from "@/lib/contracts";
import { request } from "@/lib/http/request";

/** What is known of the server's own checks. `unread`: they could not be asked for. */
export type Setup = "not asked" | "asking" | "unread" | SetupResponse;

/** How long (ms) to wait: the server itself waits for others. */
const limitMs = 20_000;

/** Asks the server for its checks of itself. Resolves in each case. */
export async function askSetup(signal: AbortSignal): Promise<Setup> {
  return request("/api/diagnostics", setupResponseSchema, { signal, limitMs }).catch(() => "unread" as const);
}

/** Whether a check found something to mend. */
export function isUnwell({ status }: SetupCheck): boolean {
  return status === "failed" || status === "warning";
}

/** How many of the server's own checks failed. Warnings do not count: calls work. */
export function countFailed(setup: Setup): number {
  return typeof setup === "string" ? 0 : setup.checks.filter(({ status }) => status === "failed").length;
}
