// `npm run lint` and the other tasks of scripts/support/tasks.mjs: installs what is missing, then runs the task.
// Further arguments go to the task's last command.
import { ensureChromium } from "./support/ensure-chromium.mjs";
import { ensureInstalled } from "./support/ensure-installed.mjs";
import { startNode } from "./support/processes.mjs";
import { tasks } from "./support/tasks.mjs";

const [name, ...extra] = process.argv.slice(2);

let running;

/** Runs one command to its end. @returns {Promise<number>} its exit code */
function runCommand(args, env) {
  running = startNode(args, { env });
  return new Promise((resolve, reject) => {
    running.on("error", reject);
    running.on("exit", (code) => resolve(code ?? 1));
  });
}

async function main() {
  const task = tasks[name];
  if (!task) throw new Error(`There is no task "${name}". There are: ${Object.keys(tasks).join(", ")}.`);
  await ensureInstalled();
  const env = { ...process.env };
  if (task.needsChromium) env.CHROMIUM_PATH = await ensureChromium();
  for (const { args } of task.commands) {
    const last = args === task.commands.at(-1)?.args;
    const code = await runCommand(last ? [...args, ...extra] : args, env);
    if (code !== 0) return code;
  }
  return 0;
}

// A signal is passed on: on it, the gateway and the bench stop what they started.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => running?.kill(signal));

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
