import { createInterface } from "node:readline";
import { database } from "@/lib/db";
import { publish, subscribe } from "..";

/**
 * A process of the server, for tests. It prints a line of JSON for each change that it hears, and for each time that `live`
 * changes; and it publishes each line that it is given.
 */
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

createInterface({ input: process.stdin })
  .on("line", (line) => publish(JSON.parse(line)))
  // A test that is itself killed must not leave it running.
  .on("close", () => process.exit());

await database();
subscribe({
  onChanges: (changes) => say({ changes }),
  onLive: (live) => say({ live }),
});
