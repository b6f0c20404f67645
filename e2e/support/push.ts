import { PushService } from "../../lib/server/push/testing/push-service";
import { freePort } from "./stack";

/** Playwright's worker processes, of which each needs a push service of its own. */
const mostWorkers = 8;

/** Addresses at which tests may start push services; the stack gets them as `PUSH_SERVICES`. */
export async function pushOrigins(): Promise<string> {
  const ports: number[] = [];
  while (ports.length < mostWorkers) ports.push(await freePort());
  return ports.map((port) => `http://127.0.0.1:${port}`).join(",");
}

/**
 * Starts the push service of this worker, at an address that the stack of the run knows. A spec starts it in `beforeAll`,
 * takes subscriptions from it (`subscribe`, with the `publicKey` of `GET /api/push`), waits for messages (`waitFor`), and
 * closes it in `afterAll`. Each worker that runs tests of the file does so for itself.
 */
export function startPushService(): Promise<PushService> {
  const origins = process.env.E2E_PUSH_SERVICES?.split(",") ?? [];
  const origin = origins[Number(process.env.TEST_PARALLEL_INDEX ?? 0)];
  if (!origin) throw new Error("No address is left for the push service of this worker.");
  return PushService.start(Number(new URL(origin).port));
}
