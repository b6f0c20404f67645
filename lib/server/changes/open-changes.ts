import "server-only";
import type { Session } from "../identity";
import { processHub } from "./process-hub";

/** What a stream needs on its way: nobody keeps it, gathers it or compresses it (nginx: X-Accel-Buffering). */
const headers = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-store, no-transform",
  "X-Accel-Buffering": "no",
};

/** Opens the stream of changes of a tab. Throws `rate_limited` if the person has too many. */
export function openChanges(session: Session, ids: { stream: string; tab: string }): Response {
  return new Response(processHub().open(session, ids).body, { headers });
}
