import { createInterface } from "node:readline";
import { z } from "zod";
import { presenceBeatSchema } from "@/lib/contracts";
import { database } from "@/lib/db";
import { findSession } from "@/lib/server/auth/sessions";
import { storeBeat } from "@/lib/server/presence/presence";

/**
 * A process of the server, for tests: it stores each beat that it is given on a line, as `POST /api/presence` does, and prints
 * when (ms since the epoch) that was done.
 */
const lineSchema = z.object({ session: z.string(), beat: presenceBeatSchema });
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

async function take(line: string): Promise<void> {
  const { session: id, beat } = lineSchema.parse(JSON.parse(line));
  const session = await findSession(id);
  if (!session) throw new Error("the session has ended");
  await storeBeat(session, beat);
  say({ storedAt: Date.now() });
}

await database();
say({ ready: true });
createInterface({ input: process.stdin })
  .on("line", (line) => void take(line))
  // A test that is itself killed must not leave it running.
  .on("close", () => process.exit());
