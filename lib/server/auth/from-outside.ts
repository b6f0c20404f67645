import "server-only";
import { env, isLoopback } from "@/lib/env";
import { AppError } from "@/lib/errors";

/**
 * In local mode, refuses a sign-in that came through a tunnel or another machine's name for this one: throws
 * `forbidden`. Everybody can read the password of the demo people, and whoever could sign up and in from outside by
 * another way would be in as well.
 */
export function refuseFromOutside(headers: Headers): void {
  if (env().mode !== "local") return;
  for (const name of ["host", "x-forwarded-host"]) {
    const host = headers.get(name);
    if (host !== null && !isLoopback(host.replace(/:\d+$/, "").toLowerCase()))
      throw new AppError("forbidden");
  }
}
