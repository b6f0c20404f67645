import { env } from "@/lib/env";

/** Next runs this once when the server starts. A wrong configuration stops it with an error that names each field. */
export function register(): void {
  if (process.env.NEXT_RUNTIME === "nodejs") env();
}
