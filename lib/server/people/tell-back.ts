import "server-only";
import { publish } from "@/lib/changes";
import { pushTo } from "../push/send";
import { backMessage } from "./back-message";
import { takeBackWatches, type Waiter } from "./back-watches";

/** How long (s) a push service keeps the message: later the person may be away again. */
const ttlSeconds = 60 * 60;

/**
 * Tells everybody who waits for this person and sees them as here now, each once: their open pages, or else their devices by
 * push. To be called after the answer whenever the person may look otherwise to others. Mostly nobody waits, and it is one
 * short query.
 */
export async function tellBack(person: string): Promise<void> {
  const waiters = await takeBackWatches(person);
  await Promise.all(waiters.map(tell));
}

async function tell({ person, hasPage, username, displayName }: Waiter): Promise<void> {
  // The list of that person shows that they wait no more.
  publish({ kind: "own", person, what: ["people"] }, { kind: "back", person, username, displayName });
  if (hasPage) return;
  await pushTo(person, (locale) => backMessage({ username, displayName }, locale), {
    ttlSeconds,
    urgency: "normal",
  });
}
