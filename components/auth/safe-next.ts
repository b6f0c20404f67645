import { usernameSchema } from "@/lib/contracts";

/** The query of the sign-in and sign-up pages. */
export type SearchParams = Partial<Record<"next" | "error" | "created", string | string[]>>;

const base = "http://here.invalid";

/** Where to go after signing in: `next` when it is a path of this site, otherwise the first page. */
export function safeNext(next: string | string[] | undefined): string {
  if (typeof next !== "string" || !next.startsWith("/")) return "/";
  const url = parse(next);
  // "//elsewhere" and "/\elsewhere" begin with a slash and still lead away.
  if (!url || url.origin !== base) return "/";
  if (/^\/(sign-in|sign-up|api)(\/|$)/.test(url.pathname)) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}

function parse(path: string): URL | null {
  try {
    return new URL(path, base);
  } catch {
    return null;
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
