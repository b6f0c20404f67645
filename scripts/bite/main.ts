import { Client } from "pg";
import { root } from "../support/processes.mjs";
import { type Bite, bite, databasesOf, isBitten } from "./bite";
import { choose } from "./choose";
import { copyProject, removeCopy } from "./copy";
import { rows } from "./rows/all";
import { both, type Control, type DatabaseName } from "./rows/row";
import { type RanTest, runTests, stopTests, type TestRun } from "./run-tests";

/**
 * `npm run bite`: switches each control off in a copy of the project, runs the tests that should notice, and prints
 * whether they did. It fails if one did not.
 *
 *   npm run bite                       all of them, which takes a while
 *   npm run bite -- 8 F3 token         the rows 8 and F3, and every control with that word
 *   npm run bite -- --jobs 4           four at a time, and not two
 */
async function main(): Promise<boolean> {
  const { jobs, chosen } = choose(rows, process.argv.slice(2));
  const startedAt = performance.now();
  const databases = await findDatabases();
  const copies = Array.from({ length: Math.min(jobs, chosen.length) }, () => copyProject(root));
  try {
    const fails = await runUnchanged(copies[0] ?? "", chosen, databases);
    console.log("\n| row | control that is off | test | bit |\n| --- | --- | --- | --- |");
    const queue = [...chosen];
    const bites: Bite[] = [];
    const work = async (copy: string) => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const already = fails(next.control);
        const done = already
          ? { ...next, bitten: 0, runs: 0, by: already }
          : await bite(copy, next, databases);
        bites.push(done);
        console.log(line(done));
      }
    };
    await Promise.all(copies.map(work));
    const minutes = Math.round((performance.now() - startedAt) / 60_000);
    const missed = bites.filter((one) => !isBitten(one));
    console.log(
      `\n${bites.length - missed.length} of ${bites.length} controls are noticed when they are off. It took ${minutes} min.`,
    );
    for (const one of missed) console.log(`Not noticed: ${one.row.id}, ${one.control.off}`);
    return missed.length === 0;
  } finally {
    for (const copy of copies) removeCopy(copy);
  }
}

/**
 * Runs the tests of all these controls with every control on: each file once on each database on which a control needs
 * it. Returns a function that says why a control cannot be tried: its tests fail already, or its title finds none.
 */
async function runUnchanged(
  copy: string,
  chosen: readonly { control: Control }[],
  databases: readonly DatabaseName[],
) {
  const filesOn = new Map<DatabaseName | undefined, Set<string>>();
  for (const { control } of chosen) {
    for (const database of databasesOf(control, databases)) {
      filesOn.set(database, (filesOn.get(database) ?? new Set()).add(control.test));
    }
  }
  const runs = new Map<DatabaseName | undefined, TestRun>();
  for (const [database, files] of filesOn) {
    const where = database ? ` on ${database}` : "";
    console.log(`First all tests of ${files.size} files${where}, with every control on …`);
    const run = await runTests(copy, { files: [...files], database, firstOnly: false });
    if (run.broken) throw new Error(run.broken);
    runs.set(database, run);
  }
  return (control: Control): string | undefined => {
    const { test, title = "" } = control;
    const isMeant = (one: RanTest) => one.file === test && one.title.includes(title);
    for (const database of databasesOf(control, databases)) {
      const { passed = [], failed = [] } = runs.get(database) ?? {};
      const red = failed.find(isMeant);
      if (red) return `fails already: ${red.title}`;
      if (!passed.some(isMeant)) return `no test has the title ${title}`;
    }
    return undefined;
  };
}

/** The databases that there are, or the one that TEST_DATABASE names. Without a server the rest runs on the embedded one. */
async function findDatabases(): Promise<DatabaseName[]> {
  const only = both.find((name) => name === process.env.TEST_DATABASE);
  return (await findAllDatabases()).filter((name) => only === undefined || name === only);
}

async function findAllDatabases(): Promise<DatabaseName[]> {
  const client = new Client({ connectionString: "postgres://postgres@127.0.0.1:5432/postgres" });
  try {
    await client.connect();
    await client.end();
    return ["PostgreSQL", "PGlite"];
  } catch {
    console.warn("no PostgreSQL server at 127.0.0.1:5432: what needs one counts as not noticed");
    return ["PGlite"];
  }
}

function line(done: Bite): string {
  const { row, control, bitten, runs, by } = done;
  const cells = [
    `${row.id} ${row.words}`,
    control.off,
    `${control.test}: ${by.split("\n")[0]?.slice(0, 160)}`,
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} | ${bitten} of ${runs} |`;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stopTests);

main().then(
  (isGood) => {
    process.exitCode = isGood ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
