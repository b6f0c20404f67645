import "server-only";
import { publish } from "@/lib/changes";
import type { ChangesScreen } from "@/lib/contracts";
import type { Session } from "../identity";

/** Says whose changes a stream of this session is to have, whichever process has it. */
export function setScreen(session: Session, { stream, people, arrivals }: ChangesScreen): void {
  publish({ kind: "screen", session: session.id, stream, people, arrivals });
}
