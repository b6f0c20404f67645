import "server-only";
import { type GuestLinkProblem, guestLinkProblems } from "@/lib/contracts";
import { AppError } from "@/lib/errors";
import { openLink } from "./find-link";
import { readSecret } from "./secret";

/** What the page of a link shows: whom it calls, or why it does not work. */
export type LinkForPage =
  | { readonly ownerName: string; readonly problem: null }
  | { readonly ownerName: null; readonly problem: GuestLinkProblem };

/** Reads it. `secret`: as it stands in the address. */
export async function linkForPage(secret: string): Promise<LinkForPage> {
  try {
    const { ownerName } = await openLink(readSecret(secret));
    return { ownerName, problem: null };
  } catch (error) {
    const problem = error instanceof AppError && guestLinkProblems.find((one) => one === error.code);
    if (!problem) throw error;
    return { ownerName: null, problem };
  }
}
