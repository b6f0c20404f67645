import "server-only";
import { forWhomHeader, forWhomParam } from "@/lib/contracts/for-whom";
import { AppError } from "@/lib/errors";

/**
 * Refuses a request that a page sent for somebody else than `username`, who is signed in now. Throws `other_person`.
 *
 * A tab may still show Alice's page when Bob has signed in at another tab of the same browser: their cookie is one.
 */
export function requireForWhom(request: Request, username: string): void {
  const header = request.headers.get(forWhomHeader);
  const meant = new URL(request.url).searchParams.getAll(forWhomParam);
  if (header !== null) meant.push(header);
  if (meant.some((one) => one !== username)) throw new AppError("other_person");
}
