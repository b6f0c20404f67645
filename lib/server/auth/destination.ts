import "server-only";
import { localPath } from "@/lib/contracts";

/**
 * The address on `origin` where next-auth may send a browser, from a parameter or cookie that anybody may have written:
 * a path, or an address on `origin`. Everything else leads to the first page. The answer is normalised.
 */
export function destinationOf(given: unknown, origin: string): string {
  if (typeof given !== "string") return origin;
  const path = given.startsWith(`${origin}/`) ? given.slice(origin.length) : given;
  const checked = localPath(path);
  return checked === null || checked === "/" ? origin : `${origin}${checked}`;
}
