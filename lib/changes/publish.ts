import "server-only";
import { env } from "@/lib/env";
import type { Change } from "./change";
import { processFeed } from "./process-feed";

/**
 * Tells every process of the server that something has changed. To be called once the change is committed. It returns at
 * once and never throws; the others are told off the request's path.
 */
export function publish(...changes: readonly Change[]): void {
  try {
    const feed = processFeed();
    feed.publish(changes);
    // A function of Vercel is frozen once it has answered, unless it says that it has more to do.
    if (env().VERCEL) void afterAnswer(feed.sent());
  } catch (error) {
    console.error(error);
  }
}

/** Resolves when everything published in this process is sent: before a command ends, or closes the database. */
export function published(): Promise<void> {
  return processFeed().sent();
}

async function afterAnswer(work: Promise<void>): Promise<void> {
  try {
    // Loaded here only: the programs of an operator publish, too, and run without Next.
    const { after } = await import("next/server");
    after(work);
  } catch {
    // Not within a request, as when a stream ends.
  }
}
