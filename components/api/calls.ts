import { type CallsResponse, shownCallsSchema } from "@/lib/contracts";
import { request } from "./request";

interface CallsWanted {
  q: string;
  missed: boolean;
  cursor?: string | null;
}

/** A page of my calls, newest first. */
export function getCalls({ q, missed, cursor }: CallsWanted, signal?: AbortSignal): Promise<CallsResponse> {
  const query = new URLSearchParams();
  if (q) query.set("q", q);
  if (missed) query.set("missed", "1");
  if (cursor) query.set("cursor", cursor);
  return request(`/api/calls?${query}`, shownCallsSchema, { signal });
}
