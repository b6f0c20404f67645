import type { ZodMiniType } from "zod/mini";

/** An answer as it was parsed, and the server's tag of it. */
export interface TaggedAnswer<T> {
  readonly tag: string;
  readonly value: T;
}

/** How many answers are kept; of more, the one that was not used for longest goes. A page asks for few things again and again. */
const most = 20;

/** Keeps the last answer of each path. */
export function createTaggedAnswers() {
  const kept = new Map<string, { readonly schema: unknown; readonly answer: TaggedAnswer<unknown> }>();
  return {
    /** The last answer of this path that was parsed by this very schema. */
    get<T>(path: string, schema: ZodMiniType<T>): TaggedAnswer<T> | null {
      const entry = kept.get(path);
      // The schema that parsed it gave it this type.
      return entry?.schema === schema ? (entry.answer as TaggedAnswer<T>) : null;
    },
    keep<T>(path: string, schema: ZodMiniType<T>, answer: TaggedAnswer<T>): void {
      kept.delete(path);
      kept.set(path, { schema, answer });
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
  };
}
