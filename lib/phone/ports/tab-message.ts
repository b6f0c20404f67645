import * as z from "zod/mini";

const peerSchema = z.object({
  name: z.nullable(z.string()),
  username: z.nullable(z.string()),
  guest: z.optional(z.literal(true)),
});

const handedRingSchema = z.object({
  id: z.string(),
  parameters: z.record(z.string(), z.string()),
  connectToken: z.string(),
});

const tabCallsSchema = z.object({
  ringing: z.nullable(peerSchema),
  inCall: z.boolean(),
});

/**
 * What the tabs of one browser profile send to each other. Two tabs may run different versions of the app, so a name
 * such as `letGo` or `whatCalls` stays as it is.
 */
const tabMessageSchema = z.discriminatedUnion("type", [
  /** Another tab wants the phone; with `endCall` also if that ends a call. */
  z.object({ type: z.literal("letGo"), endCall: z.boolean() }),
  /** The tab that has the phone is in a call, and keeps it. */
  z.object({ type: z.literal("inCall") }),
  /** The tab that had the phone has handed it over. */
  z.object({ type: z.literal("gone"), ring: z.nullable(handedRingSchema) }),
  /** The calls of the tab that has the phone. */
  z.object({ type: z.literal("calls"), calls: tabCallsSchema }),
  /** A tab without the phone asks for those calls. */
  z.object({ type: z.literal("whatCalls") }),
  /** A handed ring is over at the tab that it rings at. */
  z.object({ type: z.literal("ringOver"), id: z.string() }),
  /** A handed ring was declined at the tab that took over. */
  z.object({ type: z.literal("ringDeclined"), id: z.string() }),
]);

/** A call that rings at a tab which hands the phone over: what the other tab needs to show and to answer it. */
export type HandedRing = Readonly<z.infer<typeof handedRingSchema>>;

/** The calls of the tab that has the phone. `inCall`: a call would end if the phone left that tab. */
export type TabCalls = Readonly<z.infer<typeof tabCallsSchema>>;

/** A message between the tabs. */
export type TabMessage = Readonly<z.infer<typeof tabMessageSchema>>;

/** null: not a message of ours, or of another version of the app, which another tab may run. */
export function readTabMessage(data: unknown): TabMessage | null {
  return tabMessageSchema.safeParse(data).data ?? null;
}
