import nextEnv from "@next/env";
import { env } from "@/lib/env";
import { root } from "../support/processes.mjs";
import { stackEnvironment } from "../support/stack-environment.mjs";
import { examine } from "./examine";
import { jsonText, tableText } from "./print";

const usage = `npm run doctor -- [--json]

  Checks the set-up: configuration, database, Twilio account, webhook, signalling.
  --json   prints the result as JSON

It changes nothing. Exit status: 0 nothing failed, 1 a check failed, 2 wrong usage.`;

/**
 * The doctor: looks at the set-up of this machine and of the voice network, and says what to mend.
 *
 *   node --conditions=react-server --import tsx scripts/doctor/main.ts
 */
async function main(options: readonly string[]): Promise<number> {
  const unknown = options.filter((option) => !["--json", "--help", "-h"].includes(option));
  if (unknown.length > 0) {
    console.error(`There is no option ${unknown.join(" ")}.\n\n${usage}`);
    return 2;
  }
  if (options.includes("--help") || options.includes("-h")) {
    console.log(usage);
    return 0;
  }
  // The same files and defaults as `npm start`, so that both see the same configuration.
  nextEnv.loadEnvConfig(root, false, { info() {}, error: console.error });
  const report = await examine(() => {
    Object.assign(process.env, stackEnvironment(process.env, { mayMake: false }).app);
    return env();
  });
  const { isTTY, columns } = process.stdout;
  const colour = isTTY && !process.env.NO_COLOR;
  const text = options.includes("--json")
    ? jsonText(report)
    : tableText(report, { colour, width: isTTY ? columns : 100 });
  await new Promise<void>((done) => process.stdout.write(`${text}\n`, () => done()));
  return report.ok ? 0 : 1;
}

main(process.argv.slice(2)).then(
  // What still hangs, such as a connection to a database that does not answer, is not waited for.
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
