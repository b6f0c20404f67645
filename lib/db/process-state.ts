import "server-only";
import type { DatabaseHandle } from "./handle";

/** What exists once in a process. */
interface ProcessState {
  /** The open database; absent until it is first needed. */
  database?: Promise<DatabaseHandle>;
  /** Whether this process has settled calls before. */
  hasSettled?: boolean;
}

const holder = globalThis as typeof globalThis & { browserPhone?: ProcessState };
holder.browserPhone ??= {};

/**
 * The state that all parts of a process share. It is kept on the global object, because Next builds each route as a
 * bundle of its own, with its own copy of every module, and reloads them in development.
 */
export const processState: ProcessState = holder.browserPhone;
