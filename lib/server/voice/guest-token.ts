import "server-only";
import type { GuestTokenRequest, TokenResponse } from "@/lib/contracts";
import { openLink } from "../guests/find-link";
import { enter } from "../guests/visits";
import { hit, type Limit } from "../limits";
import { guestIdentity } from "./voice-identity";
import { tokenFor } from "./voice-token";

/** Tokens for guests of one link: it may be passed on, and several pages may be open. */
const linkLimit: Limit = { name: "guest_token", hits: 60, seconds: 600 };
/** How often one address may ask, with whatever secrets. A secret cannot be found by trying; this keeps the noise low. */
const addressLimit: Limit = { name: "guest_address", hits: 60, seconds: 600 };

/** How long (s) a token is valid at most. */
const seconds = 600;

/**
 * A token with which the guest of a page calls the owner of the link, and nobody else: the callee is read from the link when
 * the call comes. No call rings it. Throws `rate_limited`, or says why the link does not work (`openLink`).
 */
export async function createGuestToken(
  secret: string,
  guest: GuestTokenRequest,
  address: string,
): Promise<TokenResponse> {
  await hit(addressLimit, address);
  const link = await openLink(secret, guest.key);
  await hit(linkLimit, link.id);
  const { voiceId } = await enter(link.id, guest);
  return tokenFor({ identity: guestIdentity(voiceId), seconds, canBeRung: false });
}
