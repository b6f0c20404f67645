import type { RestReply } from "./rest-reply";

/** How many keys are remembered for one call. */
const MAX_KEYS = 1_000;

/**
 * Remembers the replies to requests by their `IdempotencyKey`, "a unique string value to identify API call" (Twilio's OpenAPI
 * document), so that a request that is repeated is carried out once. What is remembered goes with its owner, such as a call.
 */
export class Idempotency {
  readonly #replies = new WeakMap<object, Map<string, RestReply>>();

  /**
   * The earlier reply to a request of the same kind and key for this owner, or that of `create`.
   *
   * @param key null: the request has none, and is always carried out
   */
  once(owner: object, kind: string, key: string | null, create: () => RestReply): RestReply {
    if (key === null) return create();
    const replies = this.#replies.get(owner) ?? new Map<string, RestReply>();
    this.#replies.set(owner, replies);
    const name = `${kind} ${key}`;
    const earlier = replies.get(name);
    if (earlier) return earlier;
    const reply = create();
    // What was refused was not carried out, and may be tried again.
    if (reply.status >= 400) return reply;
    replies.set(name, reply);
    const [oldest] = replies.keys();
    if (oldest !== undefined && replies.size > MAX_KEYS) replies.delete(oldest);
    return reply;
  }
}
