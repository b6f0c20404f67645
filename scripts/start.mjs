// `npm start` and, with --dev, `npm run dev`: starts everything the product needs.
// Plain JavaScript on Node's own modules, because it runs before anything is installed.
import { appArguments } from "./support/app-arguments.mjs";
import { ensureBuilt } from "./support/ensure-built.mjs";
import { ensureInstalled } from "./support/ensure-installed.mjs";
import { keepRunning, mostFailures } from "./support/keep-running.mjs";
import { mustRun, portIsFree, root, startNode, waitForOk } from "./support/processes.mjs";
import { stackEnvironment } from "./support/stack-environment.mjs";

const development = process.argv.includes("--dev");

let stopping = false;
const children = new Set();

/** How long (ms) a child may take to stop. Next waits for open connections, and an open page keeps one open. */
const stopTimeoutMs = 3000;

function stopAll(code) {
  if (!stopping) process.exitCode = code;
  stopping = true;
  for (const child of children) child.kill("SIGTERM");
  setTimeout(() => {
    for (const child of children) child.kill("SIGKILL");
  }, stopTimeoutMs).unref();
}

/** Stops the child when this process stops. */
function watch(child) {
  children.add(child);
  child.on("exit", () => children.delete(child));
  return child;
}

/** Starts the gateway, and starts it again whenever it stops: the phones register again by themselves. */
function startGateway(env) {
  keepRunning(() => watch(startNode(["--import", "tsx", "lib/gateway/main.ts"], { env })), {
    isWanted: () => !stopping,
    onRestart: (code) => console.error(`The voice gateway stopped (exit code ${code}); starting it again.`),
    onGiveUp() {
      console.error(
        `The voice gateway stopped ${mostFailures} times right after its start, so everything is stopped. Its own message is above: correct that, then start again.`,
      );
      stopAll(1);
    },
  });
}

async function checkPort(name, port) {
  if (await portIsFree(port)) return;
  const other = port + 100 <= 65535 ? port + 100 : port - 100;
  throw new Error(`Port ${port} is in use. Stop what uses it, or choose another: ${name}=${other} npm start`);
}

async function main() {
  await ensureInstalled();
  const { loadEnvConfig } = (await import("@next/env")).default;
  loadEnvConfig(root, development, { info() {}, error: console.error });
  const stack = stackEnvironment(process.env);
  const nodeEnv = development ? "development" : "production";
  // A browser sends a host the cookies of all its ports: on localhost those of every other project, which can be more
  // than Node's 16 KB. It would answer 431 to every request.
  const nodeOptions = [process.env.NODE_OPTIONS, "--max-http-header-size=65536"].filter(Boolean).join(" ");
  const common = { NODE_ENV: nodeEnv, NODE_OPTIONS: nodeOptions };
  const appEnv = { ...stack.app, ...common, NEXT_TELEMETRY_DISABLED: "1" };

  await checkPort("PORT", Number(stack.app.PORT));
  if (stack.local) await checkPort("VOICE_GATEWAY_PORT", stack.gatewayPort);
  if (!development) await ensureBuilt();
  await mustRun(
    "Preparing the database",
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "scripts/migrate.ts"],
    { env: appEnv },
  );

  const app = watch(startNode(appArguments({ local: stack.local, development }), { env: appEnv }));
  app.on("exit", (code) => {
    if (stopping) return;
    console.error(`The app stopped (exit code ${code}).`);
    stopAll(code || 1);
  });
  if (stack.local) startGateway({ ...stack.gateway, ...common });

  await waitForOk(`http://localhost:${stack.app.PORT}/api/health`, {
    seconds: 120,
    keepWaiting: () => !stopping,
  });
  console.log(welcome(stack));
}

function welcome({ local, appUrl, app }) {
  const lines = [`Browser Phone is ready: ${appUrl}`];
  if (local) {
    lines.push(
      "Calls go through the local voice gateway; no account is needed.",
      "Sign in as alice in one window and as bob in a private window (password: browser-phone),",
      'then click "Call" beside Bob.',
    );
  } else {
    lines.push("Calls go through Twilio.");
    if (/^https:/i.test(appUrl)) {
      lines.push(
        `It listens on port ${app.PORT}, over http. Lead your proxy or tunnel there, then open the address.`,
      );
    }
  }
  lines.push("Ctrl-C stops it.");
  const width = Math.max(...lines.map((line) => line.length));
  return ["", ...lines.map((line) => `  ${line.padEnd(width)}`), ""].join("\n");
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stopAll(0));

main().catch((error) => {
  if (!stopping) console.error(`\n${error.message}`);
  stopAll(1);
});
