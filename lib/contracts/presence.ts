import * as z from "zod/mini";

/**
 * POST /api/presence, sent by the tab that has the phone: every `visibleBeatMs` while visible, every
 * `hiddenBeatMs` while hidden (browsers throttle the timers of hidden pages to one a minute), at once on a
 * change, and with `phone: "gone"` by `navigator.sendBeacon` when the page leaves.
 */
export const presenceBeatSchema = z.strictObject({
  /** A UUID made once per page load. */
  tab: z.uuid(),
  phone: z.enum(["ready", "in_call", "gone"]),
  hidden: z.boolean(),
  /** The ref of the call that this tab is in (dialing, ringing or talking). Keeps the call's row alive. */
  ref: z.nullable(z.uuid()),
  /** Numbers the tab's beats. They may overtake each other; one older than the last stored is dropped. */
  n: z._default(z.int().check(z.minimum(0), z.maximum(2_147_483_647)), 0),
  /**
   * The open stream of changes of this tab (`changesQuerySchema`). It is a sign of life of its own, so beats are rare
   * then: the tab stays present for `streamedPresenceSeconds`, but only briefly after the stream has ended.
   */
  stream: z.nullish(z.uuid()),
});
/** The state of a tab's phone, sent at intervals. */
export type PresenceBeat = z.infer<typeof presenceBeatSchema>;

/** How often (ms) the tab with the phone sends a beat, by whether its page is visible. */
export const visibleBeatMs = 4_000;
export const hiddenBeatMs = 20_000;

/** How long (s, database time) a beat keeps a tab present. A hidden page may be throttled to a beat a minute. */
export const visiblePresenceSeconds = 12;
export const hiddenPresenceSeconds = 90;

/** The same while a stream of changes is open and the tab is in no call: how often (ms), and for how long (s). */
export const streamedBeatMs = 60_000;
export const streamedPresenceSeconds = 90;

/** How often (ms) a tab in a call sends a beat while a stream of changes is open. */
export const inCallBeatMs = 15_000;

/**
 * How often (ms) a visible page without a stream of changes asks for a short list of people, or for one person. It asks
 * less often while nothing changes.
 */
export const peoplePollMs = 3_000;

/**
 * How often (ms) such a page asks for a list of that many people. With many people there are many who ask, and each answer
 * costs as much as it has people.
 */
export function peopleListPollMs(count: number): number {
  return count > 100 ? 2 * peoplePollMs : peoplePollMs;
}
