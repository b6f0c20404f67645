import "server-only";
import type { OwnThing } from "@/lib/contracts";

/**
 * Something that has changed, as the processes of the server tell it to each other. It carries ids only: whoever hears it
 * reads the rows, and decides what each person may see of it.
 */
export type Change =
  /** What others see of this person may have changed: presence, name, who may ring. */
  | { readonly kind: "person"; readonly person: string }
  /** Things of a person's own have changed. `ref`: the outcome of that call of theirs is known. */
  | {
      readonly kind: "own";
      readonly person: string;
      readonly what: readonly OwnThing[];
      readonly ref?: string;
    }
  /** A session has ended. */
  | { readonly kind: "session_ended"; readonly session: string }
  /** A setting of everybody has changed, such as the operator's switch for calling. */
  | { readonly kind: "everybody"; readonly what: readonly OwnThing[] }
  /** The screen of one stream of changes (`ChangesScreen`). */
  | {
      readonly kind: "screen";
      readonly session: string;
      readonly stream: string;
      readonly people: readonly string[] | null;
      readonly arrivals: boolean;
    };
