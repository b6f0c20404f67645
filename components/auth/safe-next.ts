import { localPath, usernameSchema } from "@/lib/contracts";

/** The query of the sign-in and sign-up pages. */
export type SearchParams = Partial<Record<"next" | "error" | "created" | "deleted", string | string[]>>;

/** Pages that lead to another one themselves, and addresses that are no pages. */
const noDestination = /^\/(sign-in|sign-up|recover|api)(\/|$)/i;

/** Where to go after signing in: `next` as a normalised path, if it is a page of this site, otherwise the first page. */
export function safeNext(next: string | string[] | undefined): string {
  const path = typeof next === "string" ? localPath(next) : null;
  return path === null || noDestination.test(decoded(path)) ? "/" : path;
}

/** The path without query and fragment, decoded as the router does, so that "/%73ign-in" is recognised too. */
function decoded(path: string): string {
  const [pathname = ""] = path.split(/[?#]/, 1);
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

/** The username in `path`, if it is a call link. Such a person may not exist. */
export function calleeOf(path: string): string | null {
  const [, written] = /^\/call\/(\w+)(?:[?#]|$)/.exec(path) ?? [];
  const username = usernameSchema.safeParse(written?.toLowerCase());
  return username.success ? username.data : null;
}

/** Adds the page to return to, as the parameter `next`. */
export function withNext(path: string, next: string): string {
  return next === "/" ? path : `${path}?next=${encodeURIComponent(next)}`;
}
