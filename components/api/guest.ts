import {
  type GuestLinkProblem,
  type GuestTokenRequest,
  guestLinkProblems,
  type TokenResponse,
  tokenResponseSchema,
} from "@/lib/contracts";
import { type FailureCode, failureOf, request } from "./request";

/**
 * Asks for the token with which a guest calls the owner of a link. Throws RequestError: `guest_link_*` if the link does not
 * work, `name_reserved` and others if the name will not do.
 */
export function enterAsGuest(secret: string, guest: GuestTokenRequest): Promise<TokenResponse> {
  return request(`/api/guest/${encodeURIComponent(secret)}/token`, tokenResponseSchema, {
    method: "POST",
    body: guest,
    forAnybody: true,
  });
}

/** The code, if it says that a link does not work; else null. */
export function linkProblem(code: FailureCode): GuestLinkProblem | null {
  return guestLinkProblems.find((one) => one === code) ?? null;
}

/** Whether the link still works; if not, why. Without an answer it counts as working: the next call will tell. */
export async function askLink(secret: string, guest: GuestTokenRequest): Promise<GuestLinkProblem | null> {
  try {
    await enterAsGuest(secret, guest);
    return null;
  } catch (error) {
    return linkProblem(failureOf(error));
  }
}
