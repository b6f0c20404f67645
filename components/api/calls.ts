import { type CallRecord, type CallsResponse, shownCallSchema, shownCallsSchema } from "@/lib/contracts";
import { request } from "./request";
import { serverQuery } from "./server-state";

/** Which calls: all, those that I missed, or those in which a message was left for me. */
export type CallsShown = "all" | "missed" | "messages";

interface CallsWanted {
  q: string;
  show: CallsShown;
  cursor?: string | null;
}

/** A page of my calls, newest first. */
export function getCalls({ q, show, cursor }: CallsWanted, signal?: AbortSignal): Promise<CallsResponse> {
  const query = new URLSearchParams();
  if (q) query.set("q", q);
  if (show !== "all") query.set(show, "1");
  if (cursor) query.set("cursor", cursor);
  return request(`/api/calls?${query}`, shownCallsSchema, { signal });
}

/** A call of mine. It belongs to the calls, so it is requested again when one of them changes. */
export const callQuery = (ref: string) =>
  serverQuery<CallRecord>({
    key: ["calls", ref],
    pollMs: 2_000,
    backstopMs: false,
    load: (signal) => request(`/api/calls/${ref}`, shownCallSchema, { signal }),
    keep: false,
  });
