import { randomBytes, randomUUID } from "node:crypto";
import { openDatabase } from "../client";
import { calls, users } from "../schema";

/**
 * A process that writes calls into the embedded database of a folder until it is killed. It prints the ref of each
 * call once the call is committed.
 */
async function main(folder: string): Promise<void> {
  const { db, migrate } = await openDatabase({ folder });
  await migrate();
  const id = `u_${randomBytes(16).toString("hex")}`;
  await db.insert(users).values({ id, username: id.slice(2, 22), displayName: "Writer" });
  for (;;) {
    const ref = randomUUID();
    const callSid = `CA${randomBytes(16).toString("hex")}`;
    await db.transaction(async (transaction) => {
      const row = { ref, callSid, callerId: id, dialed: "somebody", anonymous: false };
      await transaction.insert(calls).values({ ...row, outcome: "offline", evidence: "refused" });
    });
    process.stdout.write(`${ref}\n`);
  }
}

// A test that is itself killed must not leave it writing: its end of the pipe closes then.
process.stdin.resume().on("close", () => process.exit());

main(process.argv[2] ?? "").catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
