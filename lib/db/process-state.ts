import "server-only";
import type { DatabaseHandle } from "./handle";

/** What exists once in a process. */
interface ProcessState {
  /** The open database; absent until it is first needed. */
  database?: Promise<DatabaseHandle>;
  /** Whether this process has settled calls before. */
  hasSettled?: boolean;
  /** What other rooms keep once in a process, by a name. */
  readonly kept: Map<string, unknown>;
}

const holder = globalThis as typeof globalThis & { browserPhone?: ProcessState };
holder.browserPhone ??= { kept: new Map() };

/**
 * The state that all parts of a process share. It is kept on the global object, because Next builds each route as a
 * bundle of its own, with its own copy of every module, and reloads them in development.
 */
export const processState: ProcessState = holder.browserPhone;

/** What `make` returned when it was first called in this process for `name`, whichever bundle asked. */
export function oncePerProcess<T>(name: string, make: () => T): T {
  const { kept } = processState;
  if (!kept.has(name)) kept.set(name, make());
  return kept.get(name) as T;
}
