import "server-only";
import { oncePerProcess } from "@/lib/db/process-state";

/** The refs of calls that rang closed devices, and whose end this process has guessed. */
const refs = oncePerProcess("guessed ends", () => new Set<string>());

/** Keeps the ref of such a call for {@link takeGuessedEnds}. */
export function noteGuessedEnd(ref: string): void {
  refs.add(ref);
}

/**
 * The refs that were noted since the last time. Calls are settled wherever they are read, and reading sends no push messages:
 * what comes with the next beat does.
 */
export function takeGuessedEnds(): string[] {
  const taken = [...refs];
  refs.clear();
  return taken;
}
