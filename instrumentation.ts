import type { Instrumentation } from "next";
import { configurationError } from "@/lib/env";

/**
 * Next runs this once when the server starts. A wrong configuration is written to the log here; the pages and the API
 * then answer nothing but what is missing (proxy.ts, `lib/server/routes/route-handler.ts`). An error here would make
 * each answer an empty 500, on Vercel too, where nobody sees the start.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  // In development people read the console.
  if (process.env.NODE_ENV === "production") {
    const { captureConsole } = await import("@/lib/server/capture-console");
    captureConsole();
  }
  const error = configurationError();
  if (error) console.error(error.message);
}

/** Next calls this with each error that a page or a server action threw. Routes answer their own errors. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { reportRequestError } = await import("@/lib/server/capture-console");
  reportRequestError(`${request.method} ${context.routePath}`, error);
};
