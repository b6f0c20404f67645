import "server-only";
import { AppError } from "@/lib/errors";
import { type OAuthProfile, personForAccount } from "./person-for-account";

/** Why somebody who signs in with an account of another site is refused; the sign-in page has a text for each. */
const refusals: ReadonlySet<string> = new Set(["suspended", "sign_up_closed", "invitation_needed"]);

/**
 * Where next-auth sends somebody who may not sign in with that account: to the sign-in page, with the reason. Null: they
 * may. Any other error is not thrown here, since next-auth would put its text into a URL: the next callback looks the
 * person up again, and throws it there.
 */
export async function accountRefusal(profile: OAuthProfile): Promise<string | null> {
  try {
    await personForAccount(profile);
  } catch (error) {
    if (error instanceof AppError && refusals.has(error.code)) return `/sign-in?error=${error.code}`;
  }
  return null;
}
