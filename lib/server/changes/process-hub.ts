import "server-only";
import { oncePerProcess } from "@/lib/db/process-state";
import { Hub } from "./hub";

/** The hub of this process. When the process is told to stop, its streams end, since a server waits for open answers. */
export function processHub(): Hub {
  return oncePerProcess("hub", () => {
    const hub = new Hub();
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      // A listener takes the place of Node's own, which ends the process. So only beside another one.
      if (process.listenerCount(signal) > 0) process.once(signal, () => hub.close());
    }
    return hub;
  });
}
