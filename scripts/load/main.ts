// Puts the production build under the load of a busy day: 200 people signed in, each with an open page and a phone, and
// 20 calls a minute for 2 minutes; then the same while the database is cut for 10 s and the app is killed and started.
// On the embedded database and, where a server answers at 127.0.0.1:5432, on PostgreSQL.
//
//   npm run load [-- --people 200 --minutes 2 --database PGlite]
import { parseArgs } from "node:util";
import { cuttableProxy } from "../../e2e/support/cuttable-proxy";
import { testDatabases } from "../../lib/db/testing/databases";
import { createDatabase } from "../../lib/db/testing/server";
import { courseOf, type Played, play } from "./calls";
import { type Findings, judgeCalls, judgeRequests } from "./check";
import { LoadPerson } from "./person";
import { type LoadStack, startLoadStack } from "./stack";

const { values } = parseArgs({
  options: {
    people: { type: "string", default: "200" },
    minutes: { type: "string", default: "2" },
    database: { type: "string" },
  },
});
const peopleCount = Number(values.people);
const runMs = Number(values.minutes) * 60_000;
const callEveryMs = 3_000;
/** When the faults come, as parts of the run, and how long (ms) the database is cut. */
const faultsAt = { database: 0.2, app: 0.6 };
const cutMs = 10_000;

/** A fault that a run meets, and at which part of the run. */
interface Fault {
  readonly at: number;
  cause(): Promise<void>;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function openPeople(stack: LoadStack): Promise<LoadPerson[]> {
  const people: LoadPerson[] = [];
  // Four at a time: each hashes a password twice.
  const next = Array.from({ length: peopleCount }, (_, n) => `load_${String(n).padStart(4, "0")}`);
  const work = async () => {
    for (let name = next.pop(); name; name = next.pop()) {
      const person = await LoadPerson.open(stack.appUrl, stack.gatewayPort, name);
      person.live();
      people.push(person);
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return people;
}

/** Starts a call every 3 s for the whole run, each between two people who are in no other. */
async function runCalls(people: readonly LoadPerson[], faults: readonly Fault[]): Promise<Played[]> {
  const idle = [...people];
  const playing: Promise<Played>[] = [];
  const causing = faults.map(async ({ at, cause }) => {
    await pause(at * runMs);
    await cause();
  });
  for (let n = 0; n < runMs / callEveryMs; n += 1) {
    const [caller, callee] = [idle.shift(), idle.shift()];
    if (!caller || !callee) throw new Error("Too few people for these calls.");
    const call = play(courseOf(n), caller, callee);
    playing.push(call);
    // The phones ring and end for a moment longer, so they are the last to be used again.
    void call.then(() => idle.push(caller, callee));
    await pause(callEveryMs);
  }
  await Promise.all(causing);
  return Promise.all(playing);
}

async function run(title: string, stack: LoadStack, people: readonly LoadPerson[], faults: Fault[]) {
  stack.timed.length = 0;
  const calls = await runCalls(people, faults);
  const requests = judgeRequests([...stack.timed], faults.length > 0);
  const outcomes = await judgeCalls(calls, faults.length > 0);
  return print(title, [requests, outcomes]);
}

function print(title: string, findings: readonly Findings[]): boolean {
  console.log(`\n== ${title}`);
  for (const line of findings.flatMap(({ lines }) => lines)) console.log(line);
  const wrong = findings.flatMap((one) => one.wrong);
  for (const line of wrong) console.log(`WRONG ${line}`);
  console.log(wrong.length === 0 ? "good" : `${wrong.length} wrong`);
  return wrong.length === 0;
}

async function measure(name: string, database: { url: string; cut: (() => Promise<void>) | null }) {
  const stack = await startLoadStack(database.url);
  console.log(`\n${name}: what the app and the gateway write is in ${stack.log}`);
  const people = await openPeople(stack);
  try {
    const size = `${peopleCount} people, ${Math.round(60_000 / callEveryMs)} calls a minute`;
    const steady = await run(`${name}: ${size}`, stack, people, []);
    const faults: Fault[] = [{ at: faultsAt.app, cause: () => stack.crashApp() }];
    if (database.cut) faults.push({ at: faultsAt.database, cause: database.cut });
    const what = database.cut ? "the database cut for 10 s, the app killed" : "the app killed";
    const troubled = await run(`${name}: the same, ${what} and started`, stack, people, faults);
    return steady && troubled;
  } finally {
    for (const person of people) person.close();
    await stack.stop();
  }
}

async function onPostgres(): Promise<boolean> {
  const { url, drop } = await createDatabase();
  const proxy = await cuttableProxy("127.0.0.1", 5432);
  const proxied = Object.assign(new URL(url), { port: String(proxy.port) }).href;
  const cut = async () => {
    proxy.setRefusing(true);
    await pause(cutMs);
    proxy.setRefusing(false);
  };
  try {
    return await measure("PostgreSQL", { url: proxied, cut });
  } finally {
    proxy.close();
    await drop();
  }
}

// An ended process runs its "exit" listeners, which end the app and the gateway.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

const isWanted = (name: string) => !values.database || values.database === name;
const hasServer = testDatabases.some(({ name, isAvailable }) => name === "PostgreSQL" && isAvailable);
const results: boolean[] = [];
if (isWanted("PGlite")) results.push(await measure("PGlite", { url: "", cut: null }));
if (isWanted("PostgreSQL") && hasServer) results.push(await onPostgres());
if (results.length === 0) throw new Error(`There is no database ${values.database} here.`);
process.exitCode = results.every(Boolean) ? 0 : 1;
process.exit();
