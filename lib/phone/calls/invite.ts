import { inviteParamsSchema } from "@/lib/contracts";
import type { CallInfo, Peer } from "../types";

export const anonymousPeer: Peer = { name: null, username: null };

/**
 * Who calls, from the `<Parameter>`s of an invite. They come over the network: what does not parse is shown as an
 * anonymous call with a ref of our own, because a call that rings must be answerable whatever its papers say.
 */
export function readInvite(parameters: ReadonlyMap<string, string>, uuid: () => string): CallInfo {
  const parsed = inviteParamsSchema.safeParse(Object.fromEntries(parameters));
  if (!parsed.success) return { ref: uuid(), direction: "incoming", peer: anonymousPeer, anonymous: true };
  const { ref, name = null, username = null } = parsed.data;
  return { ref, direction: "incoming", peer: { name, username }, anonymous: name === null };
}
