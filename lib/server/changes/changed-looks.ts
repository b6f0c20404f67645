import "server-only";
import type { ChangedPerson, PresenceState } from "@/lib/contracts";
import { blocksBetween, knownBetween, type OpenLook, type Pairs, readOpenLooks } from "../people/looks";
import type { PersonHints } from "./person-hints";

/** A person who has changed, with what decides how each viewer sees them. */
interface Changed {
  readonly look: OpenLook;
  readonly hints: PersonHints;
  /** How they looked before to those whom they let ring. */
  readonly before: PresenceState;
  readonly blocked: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
}

const nobody: ReadonlySet<string> = new Set();
const none: Pairs = new Map();

/**
 * What the people of `changed` (hints by id) look like now, to be asked for each viewer. `here`: how everybody looked who was
 * not away, which is brought up to date. At most five queries, however many people and viewers there are.
 */
export async function readChangedLooks(
  changed: ReadonlyMap<string, PersonHints>,
  here: Map<string, PresenceState>,
  viewers: readonly string[],
): Promise<ChangedLooks> {
  const looks = await readOpenLooks([...changed.keys()]);
  const found = looks.flatMap((look) => {
    const hints = changed.get(look.id);
    const before = here.get(look.id) ?? "away";
    // Who was and is away looks so to everybody, whatever their rules are.
    const isSame = before === look.presence && !hints?.isForAll;
    if (!hints || (isSame && (before === "away" || !hints.touchesRules))) return [];
    return [{ look, hints, before }];
  });
  const ids = found.map(({ look }) => look.id);
  const byRules = found.filter(
    ({ look, hints }) => look.callPolicy === "known" || hints.policyWas === "known",
  );
  const blocked = ids.length > 0 ? await blocksBetween(ids, viewers) : none;
  const known =
    byRules.length > 0
      ? await knownBetween(
          byRules.map(({ look }) => look.id),
          viewers,
        )
      : none;
  for (const { id, presence, isSuspended } of looks) {
    if (presence === "away" || isSuspended) here.delete(id);
    else here.set(id, presence);
  }
  return new ChangedLooks(
    found.map((one) => ({
      ...one,
      blocked: blocked.get(one.look.id) ?? nobody,
      known: known.get(one.look.id) ?? nobody,
    })),
  );
}

/** A person as one viewer sees them now, of whom that viewer is to be told. */
export interface SeenPerson {
  readonly seen: ChangedPerson;
  /** Tells apart what different viewers see. */
  readonly key: string;
}

/** How people who have changed look to each viewer. */
export class ChangedLooks {
  readonly #changed: readonly Changed[];
  /** The viewers to whom some of the people look otherwise than to all others. */
  readonly #special = new Set<string>();
  readonly #usual: readonly SeenPerson[] | undefined;

  constructor(changed: readonly Changed[]) {
    this.#changed = changed;
    let isUsual = true;
    for (const { look, hints, blocked } of changed) {
      this.#special.add(look.id);
      for (const one of [...blocked, ...hints.opened, ...hints.closed, ...hints.called])
        this.#special.add(one);
      if (look.callPolicy === "known" || hints.policyWas === "known") isUsual = false;
    }
    // Nobody has an empty id.
    if (isUsual) this.#usual = this.#seenBy("");
  }

  /**
   * The people who look otherwise to this viewer (an id) now than before. Nobody else is named: a viewer whom somebody has
   * blocked must not learn when that person comes or goes.
   */
  of(viewer: string): readonly SeenPerson[] {
    return this.#usual && !this.#special.has(viewer) ? this.#usual : this.#seenBy(viewer);
  }

  #seenBy(viewer: string): SeenPerson[] {
    return this.#changed.flatMap((one, index) => {
      const { look, hints } = one;
      // Nobody is in the own list.
      if (look.id === viewer) return [];
      const now = refuses(one, viewer) ? "away" : look.presence;
      const before = refused(one, viewer) ? "away" : one.before;
      const isTold = look.isSuspended ? hints.isRelisted : now !== before || hints.isForAll;
      if (!isTold) return [];
      const { username, displayName } = look;
      const presence = look.isSuspended ? null : now;
      return [{ seen: { username, displayName, presence }, key: `${index}${presence}` }];
    });
  }
}

/** Whether the person does not let the viewer ring now: the rule of `letsRing`. */
function refuses({ look, blocked, known }: Changed, viewer: string): boolean {
  return blocked.has(viewer) || (look.callPolicy === "known" && !known.has(viewer));
}

/** Whether the person did not let the viewer ring before. */
function refused(one: Changed, viewer: string): boolean {
  const { look, hints, blocked, known } = one;
  const isForKnown = (hints.policyWas ?? look.callPolicy) === "known";
  if (hints.opened.has(viewer)) return true;
  if (isForKnown && hints.called.has(viewer)) return true;
  if (hints.closed.has(viewer)) return false;
  return blocked.has(viewer) || (isForKnown && !known.has(viewer));
}
