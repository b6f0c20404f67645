import "server-only";
import type { CallPolicy, CallStage, OwnThing } from "@/lib/contracts";

/**
 * Something that has changed, as the processes of the server tell it to each other. Mostly it carries ids only: whoever
 * hears it reads the rows, and decides what each person may see of it. A deleted person has no row, so there it carries the
 * name.
 */
export type Change =
  | PersonChange
  /** Things of a person's own have changed. `ref`: the outcome of that call of theirs is known. */
  | {
      readonly kind: "own";
      readonly person: string;
      readonly what: readonly OwnThing[];
      readonly ref?: string;
    }
  /** A call of this person's own has come to that stage. */
  | { readonly kind: "stage"; readonly person: string; readonly ref: string; readonly stage: CallStage }
  /** This person has been deleted. The name is that of a row that nobody can read any more. */
  | { readonly kind: "person_deleted"; readonly person: string; readonly username: string }
  /**
   * Somebody for whom this person has waited is here again, and they may know it. It names who that is, since nobody
   * remembers it: the row that said so has been removed.
   */
  | {
      readonly kind: "back";
      readonly person: string;
      readonly username: string;
      readonly displayName: string;
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

/**
 * How this person looks to others may have changed. By itself: their presence. The fields say what else has changed, since
 * nobody remembers it: without them those whom this person does not let ring would have to be told, or never.
 */
export interface PersonChange {
  readonly kind: "person";
  readonly person: string;
  /** The name, which everybody sees. */
  readonly renamed?: true;
  /** Whether the person is in anybody's list: they are new, suspended or restored. */
  readonly listed?: true;
  /** The people whom this person lets ring from now on, and did not before. */
  readonly opened?: readonly string[];
  /** The people whom this person no longer lets ring. */
  readonly closed?: readonly string[];
  /**
   * The people whom this person has just called under the own name. Somebody who lets only known people ring lets them ring
   * from now on.
   */
  readonly called?: readonly string[];
  /**
   * The person's policy, who may ring them, before it was changed. Not only that it was: a change may be told twice, or two
   * that are the same once.
   */
  readonly policyWas?: CallPolicy;
}
