import "server-only";
import { z } from "zod";
import { isSuspended } from "../people/suspend";
import { personIdFromCookie } from "./session-cookie";

/**
 * Whether the visitor of a page was signed in on this device and has been suspended since. Their session has ended, but
 * its cookie still says who they are, so the page can tell them what happened, and tells nobody else. For pages.
 */
export async function isSuspendedVisitor(): Promise<boolean> {
  const id = z.string().safeParse(await personIdFromCookie());
  return id.success && isSuspended(id.data);
}
