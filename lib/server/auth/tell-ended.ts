import "server-only";
import { publish } from "@/lib/changes";
import type { EndedSession } from "../identity";

/** Tells of sessions of a person that have ended: their tabs are no longer here, and whatever shows them is old. */
export function tellEnded(person: string, ended: readonly EndedSession[]): void {
  if (ended.length === 0) return;
  publish(
    ...ended.map(({ id }) => ({ kind: "session_ended" as const, session: id })),
    { kind: "own", person, what: ["sessions"] },
    { kind: "person", person },
  );
}
