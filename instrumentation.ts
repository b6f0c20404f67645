import type { Instrumentation } from "next";
import { env } from "@/lib/env";

/** Next runs this once when the server starts. A wrong configuration stops it with an error that names each field. */
export function register(): void | Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  // In development people read the console.
  if (env().NODE_ENV !== "production") return;
  return import("@/lib/server/capture-console").then(({ captureConsole }) => captureConsole());
}

/** Next calls this with each error that a page or a server action threw. Routes answer their own errors. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { reportRequestError } = await import("@/lib/server/capture-console");
  reportRequestError(`${request.method} ${context.routePath}`, error);
};
