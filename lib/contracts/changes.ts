import * as z from "zod/mini";
import { callStageSchema } from "./calls";
import { presenceStates, usernameSchema } from "./people";

/**
 * GET /api/changes?stream=&tab=&for= : a stream of server-sent events (text/event-stream), one for each tab. Each event's
 * data is one {@link Change} as JSON. A line of comment comes at least every `changesPingMs`, so that a client
 * notices a dead connection, and no proxy ends a quiet one. The server may end the stream at any time: it is then opened
 * again, and everything on the page is asked for once more, since changes of the time between are not repeated.
 */
export const changesQuerySchema = z.object({
  /** A UUID made for each connection. A beat names it (`PresenceBeat.stream`), and so does a request about the screen. */
  stream: z.uuid(),
  /** As in the beats of this tab. */
  tab: z.uuid(),
});

/** How often (ms) at least something comes over an open stream. */
export const changesPingMs = 15_000;

/** A person whose look has changed for me. `presence` null: they are not in any list any more. */
const changedPersonSchema = z.object({
  username: usernameSchema,
  displayName: z.string(),
  presence: z.nullable(z.enum(presenceStates)),
});
/** A person whose look has changed for me. */
export type ChangedPerson = z.infer<typeof changedPersonSchema>;

/** What of mine has changed, and is to be asked for again. `me`: also the numbers of missed calls and of unheard messages. */
export const ownThings = ["me", "calls", "blocks", "allows", "sessions", "people", "push"] as const;
/** What of mine has changed. */
export type OwnThing = (typeof ownThings)[number];

/** An event of the stream. A client passes over kinds that it does not know. */
export const changeSchema = z.discriminatedUnion("kind", [
  /** The first event. `live`: the server hears of changes; false: it does not at present, so ask as without a stream. */
  z.object({ kind: z.literal("hello"), live: z.boolean() }),
  /** `live` has changed. When it becomes true, ask for everything on the page again. */
  z.object({ kind: z.literal("live"), live: z.boolean() }),
  /** How these people look to me now. */
  z.object({ kind: z.literal("people"), people: z.array(changedPersonSchema) }),
  z.object({ kind: z.literal("own"), what: z.array(z.enum(ownThings)) }),
  /** The outcome of my call with this ref is known, from the voice network and not from a guess. */
  z.object({ kind: z.literal("outcome"), ref: z.uuid() }),
  /** My call with this ref has come to that stage. */
  z.object({ kind: z.literal("stage"), ref: z.uuid(), stage: callStageSchema }),
  /** This person, for whom I have waited, is here again (PUT /api/people/{username}/watch). Told once. */
  z.object({ kind: z.literal("back"), username: usernameSchema, displayName: z.string() }),
  /** The session of this tab has ended. The stream ends with it. */
  z.object({ kind: z.literal("signed_out") }),
]);
/** An event of the stream. */
export type Change = z.infer<typeof changeSchema>;

/**
 * PUT /api/changes/screen, 204: whose changes this stream is to have. Until it is sent, it has everybody's, which suits a
 * page that shows everybody there is.
 */
export const changesScreenSchema = z.strictObject({
  stream: z.uuid(),
  /** The people on the screen. null: everybody. */
  people: z.nullable(z.array(usernameSchema).check(z.maxLength(200))),
  /** Also anybody who is here by now, since the screen still shows people who are away, whom they would come before. */
  arrivals: z.boolean(),
});
/** Whose changes a stream is to have. */
export type ChangesScreen = z.infer<typeof changesScreenSchema>;
