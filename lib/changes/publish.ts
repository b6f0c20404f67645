import "server-only";
import type { Change } from "./change";
import { tellHere } from "./hear";

/**
 * Tells every process of the server that something has changed. To be called once the change is committed. It returns at
 * once and never throws.
 */
export function publish(...changes: readonly Change[]): void {
  tellHere(changes);
}
