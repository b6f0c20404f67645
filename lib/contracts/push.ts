import * as z from "zod/mini";

/** A key or another binary value as browsers write it: base64url without padding. */
const base64url = (longest: number) =>
  z.string().check(z.minLength(1), z.maxLength(longest), z.regex(/^[A-Za-z0-9_-]+$/));

/** A device on which I want to be rung while the app is closed. */
const pushDeviceSchema = z.object({
  id: z.uuid(),
  /** As in the list of signed-in devices; null if that is not known. */
  device: z.nullable(z.string()),
  /** The device that asks. */
  current: z.boolean(),
  createdAt: z.iso.datetime(),
});
/** A device on which I want to be rung while the app is closed. */
export type PushDevice = z.infer<typeof pushDeviceSchema>;

/** GET /api/push. `publicKey`: for `pushManager.subscribe` (VAPID, RFC 8292); null: this installation cannot push. */
export const pushStateSchema = z.object({
  publicKey: z.nullable(base64url(200)),
  devices: z.array(pushDeviceSchema),
});
/** Whether closed devices can be rung, and which of mine are. */
export type PushState = z.infer<typeof pushStateSchema>;

/**
 * PUT /api/push, 204: rings this device (the session that asks) while the app is closed, in place of its earlier
 * subscription. The body is `PushSubscription.toJSON()` of the browser. 400 `push_service_unknown` if the endpoint is not
 * one of a known push service, 409 `too_many_devices` if ten devices are rung already.
 *
 * DELETE /api/push, 204: this device is not rung any more. DELETE /api/push/{id}: another one of mine; 404 if it is none.
 */
export const pushSubscriptionSchema = z.strictObject({
  endpoint: z.url().check(z.maxLength(1_000)),
  expirationTime: z.optional(z.nullable(z.number())),
  keys: z.strictObject({ p256dh: base64url(200), auth: base64url(100) }),
});
/** Where and how a browser takes push messages. */
export type PushSubscriptionBody = z.infer<typeof pushSubscriptionSchema>;

/** The most devices of one person that are rung while the app is closed. */
export const mostPushDevices = 10;

/**
 * What a push message holds, as JSON, encrypted for the browser (RFC 8291); `public/sw.js` reads it. All texts are in the
 * device's language. It says no more than a notification on the screen: of an anonymous caller no name and no address.
 */
export const pushMessageSchema = z.discriminatedUnion("type", [
  /**
   * A call waits for this device to open. `until`: milliseconds since the epoch; a message that comes later shows the call
   * as missed. `decline`: the button's text.
   */
  z.object({
    type: z.literal("ring"),
    ref: z.uuid(),
    title: z.string(),
    body: z.string(),
    decline: z.string(),
    until: z.number(),
    /** What to show when the call is over without an answer. */
    missed: z.object({ title: z.string(), body: z.string() }),
  }),
  /** That call is over. `missed` false: it was taken or declined on a device of mine, so its notification goes. */
  z.object({
    type: z.literal("over"),
    ref: z.uuid(),
    missed: z.boolean(),
    title: z.string(),
    body: z.string(),
  }),
  /** Something to read. A click opens the path `open`. A later note with the same `tag` takes its place. */
  z.object({
    type: z.literal("note"),
    tag: z.string(),
    title: z.string(),
    body: z.string(),
    open: z.string(),
  }),
]);
/** What a push message holds. */
export type PushMessage = z.infer<typeof pushMessageSchema>;
