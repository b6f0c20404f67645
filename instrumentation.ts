import { env } from "@/lib/env";

/** Run by Next once when the server starts: a wrong configuration ends it there, naming each field. */
export function register(): void {
  if (process.env.NEXT_RUNTIME === "nodejs") env();
}
