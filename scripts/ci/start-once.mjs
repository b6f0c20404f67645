// Runs `npm start` as a person would, waits until the product answers, and stops it as Ctrl-C does. For CI:
//
//   node scripts/ci/start-once.mjs
//
// PORT and VOICE_GATEWAY_PORT choose the ports, as for `npm start`. Exits with 1, and says why, if the product does not
// start, if its page is missing, or if something of it is left after it was stopped. Plain JavaScript on Node's own
// modules, since it runs before anything is installed.
import { spawn } from "node:child_process";
import { portIsFree, root, waitForOk } from "../support/processes.mjs";

const port = Number(process.env.PORT || 3000);
const gatewayPort = Number(process.env.VOICE_GATEWAY_PORT || 3001);
const origin = `http://localhost:${port}`;

/** How long (s) a fresh clone may take to install, build and start; and to stop. */
const startSeconds = 15 * 60;
const stopSeconds = 30;

/** Sends Ctrl-C, as a terminal does: to every process of the group. */
function interrupt(child) {
  process.kill(-child.pid, "SIGINT");
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Resolves once nothing listens on the ports of the product. Throws after `stopSeconds`. */
async function waitUntilFree() {
  for (const until = Date.now() + stopSeconds * 1000; Date.now() < until; await pause(200)) {
    if ((await portIsFree(port)) && (await portIsFree(gatewayPort))) return;
  }
  throw new Error(`Something still listens on port ${port} or ${gatewayPort} after the product was stopped.`);
}

async function checkPage() {
  const health = await (await fetch(`${origin}/api/health`)).json();
  if (health.status !== "ok") throw new Error(`The product is not well: ${JSON.stringify(health)}`);
  const page = await fetch(`${origin}/sign-in`);
  const text = await page.text();
  if (page.status !== 200 || !text.includes("Browser Phone")) {
    throw new Error(`/sign-in answered ${page.status}: ${text.slice(0, 200)}`);
  }
}

async function main() {
  const child = spawn("npm", ["start"], { cwd: root, stdio: "inherit", detached: true });
  let running = true;
  const ended = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => {
      running = false;
      resolve();
    });
  });
  try {
    await waitForOk(`${origin}/api/health`, { seconds: startSeconds, keepWaiting: () => running });
    await checkPage();
  } finally {
    if (running) interrupt(child);
    await ended;
  }
  await waitUntilFree();
  console.log("npm start: started, answered and stopped.");
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
