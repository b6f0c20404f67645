import * as z from "zod/mini";

/** How a call ended. `blocked` never leaves the server: the caller is shown `offline`. */
export const outcomes = [
  "completed",
  "declined",
  "busy",
  "no_answer",
  "canceled",
  "offline",
  "blocked",
  "failed",
] as const;
const outcomeSchema = z.enum(outcomes);
/** How a call ended; `blocked` only on the server. */
export type Outcome = z.infer<typeof outcomeSchema>;

/**
 * Whether an incoming call with this outcome is a missed call: everything but a call that the callee answered or
 * declined. A `blocked` call is not missed, since it does not exist for the callee.
 */
const isMissedOutcome: Record<Outcome, boolean> = {
  completed: false,
  declined: false,
  busy: true,
  no_answer: true,
  canceled: true,
  offline: true,
  blocked: false,
  failed: true,
};

/** The outcomes that make an incoming call a missed call. */
export const missedOutcomes: readonly Outcome[] = outcomes.filter((outcome) => isMissedOutcome[outcome]);

/**
 * The one rule for missed calls: records, the badge, the history and notifications go by it. A call under way (null)
 * is not missed, and neither is one that another device of the callee answered (`answered_elsewhere`, which only the
 * browser knows).
 */
export function isMissed(call: {
  readonly direction: "outgoing" | "incoming";
  readonly outcome: Outcome | "answered_elsewhere" | null;
}): boolean {
  const { direction, outcome } = call;
  if (direction === "outgoing" || outcome === null || outcome === "answered_elsewhere") return false;
  return isMissedOutcome[outcome];
}

/** Why a call was refused before it rang; its outcome is `failed`. */
export const refusals = [
  "unknown_person",
  "not_a_username",
  "self",
  /** More than 20 calls in a minute. */
  "too_many_calls",
  /** The person has as many calls at once as one person may have. */
  "calls_at_once",
  /** The person has had as many calls in an hour or a day as one person may have. */
  "call_quota",
  /** All people together have as many calls as this installation allows: at once, in an hour or in a day. */
  "installation_full",
  /** The operator has paused all calling. */
  "calling_paused",
  /** The guest link by which it was made works no more. */
  "guest_link_over",
  "bad_request",
] as const;
const refusalSchema = z.enum(refusals);
/** Why the server refused a call before it rang. */
export type Refusal = z.infer<typeof refusalSchema>;

/**
 * Where a call of mine is that is neither answered nor over, if that is more than ringing. `waking`: no device of the callee
 * was open, and closed ones are being rung by push. `message`: the callee did not answer, and voicemail hears the caller.
 */
export const callStages = ["waking", "message"] as const;
export const callStageSchema = z.enum(callStages);
/** Where a call of mine is that is neither answered nor over. */
export type CallStage = z.infer<typeof callStageSchema>;

/** The message that was left in a call. */
const callMessageSchema = z.object({
  /** As in the paths below /api/voicemail. null to the caller, who cannot hear it. */
  id: z.nullable(z.uuid()),
  seconds: z.int().check(z.nonnegative()),
  /** null to the caller, who does not learn whether it was heard, or deleted. */
  heard: z.nullable(z.boolean()),
});
/** The message that was left in a call. */
export type CallMessage = z.infer<typeof callMessageSchema>;

/** The outcomes that a browser may learn of. */
const shownOutcomes = outcomes.filter((outcome) => outcome !== "blocked");

/** The other side of a call. */
export const peerSchema = z.object({ username: z.string(), displayName: z.string() });

/** GET /api/calls/{ref}: a call as the person who asks ("I") sees it. Times are ISO 8601 in UTC. */
export const callRecordSchema = z.object({
  ref: z.uuid(),
  direction: z.enum(["outgoing", "incoming"]),
  /** null: an anonymous caller or a guest (incoming), a name that nobody has (outgoing; see `dialed`), or a deleted person. */
  peer: z.nullable(peerSchema),
  /**
   * What somebody without an account called themselves, who called me by a guest link of mine; null: no guest. An older server
   * does not say it.
   */
  guest: z._default(z.nullable(z.string()), null),
  /** The caller, who may be me, called anonymously. */
  anonymous: z.boolean(),
  /** What I asked for, cut to 64 characters; null for an incoming call, and if that person has been deleted. */
  dialed: z.nullable(z.string()),
  /** null while the call is under way. */
  outcome: z.nullable(z.enum(shownOutcomes)),
  refusal: z.nullable(refusalSchema),
  /**
   * Of my own call under way; null for all others. While it is `message`, the call has its outcome already. An older server
   * does not say it.
   */
  stage: z._default(z.nullable(callStageSchema), null),
  /** null: none was left, or I have deleted it. An older server does not say it. */
  message: z._default(z.nullable(callMessageSchema), null),
  /** By the rule of {@link isMissed}. */
  missed: z.boolean(),
  startedAt: z.iso.datetime(),
  answeredAt: z.nullable(z.iso.datetime()),
  endedAt: z.nullable(z.iso.datetime()),
  /** Seconds from answer to end, 0 if never answered, null while under way. */
  durationSeconds: z.nullable(z.int().check(z.nonnegative())),
});
/** A call as one of its two people sees it. */
export type CallRecord = z.infer<typeof callRecordSchema>;

/**
 * GET /api/calls?cursor=&q=&missed=1&messages=1 : newest first, 50 a page. `missed`: missed calls only. `messages`: only calls
 * in which a message was left for me.
 */
export const callsResponseSchema = z.object({
  calls: z.array(callRecordSchema),
  nextCursor: z.nullable(z.string()),
});
/**
 * The same two as the browser reads them. A page stays open while a newer server is started, which may give reasons and
 * outcomes that the page does not know: it then says that the call failed, instead of refusing the whole answer.
 */
export const shownCallSchema = z.extend(callRecordSchema, {
  outcome: z.catch(callRecordSchema.shape.outcome, "failed"),
  refusal: z.catch(callRecordSchema.shape.refusal, null),
  stage: z.catch(callRecordSchema.shape.stage, null),
  message: z.catch(callRecordSchema.shape.message, null),
});
export const shownCallsSchema = z.extend(callsResponseSchema, { calls: z.array(shownCallSchema) });

/** A page of the history; `nextCursor` is null on the last one. */
export type CallsResponse = z.infer<typeof callsResponseSchema>;

/**
 * POST /api/calls/{ref}/ended, sent by a tab when its side of the call is over; answered with 202. It is a hint, not
 * proof: the server settles the call soon if no webhook reports its end.
 */
export const callEndedSchema = z.strictObject({
  tab: z.uuid(),
  /**
   * The callee's phone has no room for the call and rejects it by itself. The voice network reports that as if the
   * person had declined; with this the caller is shown `busy`.
   */
  busy: z._default(z.boolean(), false),
});
/** The hint of a tab that its side of a call is over. */
export type CallEnded = z.infer<typeof callEndedSchema>;
