import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A whole running product: `npm start` with its own ports and data. */
export interface Stack {
  appUrl: string;
  gatewayPort: number;
  /** The bearer token of the gateway's control API. */
  controlSecret: string;
  /** The process id of the app's server. */
  appPid(): number;
  /** What the product has written so far. */
  output(): string;
  /** Kills the gateway, as a crash would. `npm start` starts it again. */
  killGateway(): void;
  stop(): Promise<void>;
}

/**
 * Finds a port that nothing listens on now. It is below the ephemeral ports, of which an outgoing connection could take
 * one before it is used.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await canListen(port)) return port;
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/**
 * Starts the product as a user would, and waits until it says that it is ready. STACK_LOG=1 shows what it writes.
 *
 * `extra` adds to the environment or overrides it. `folder` is another checkout, whose own scripts start it. Rejects with
 * the output if the product stops before it is ready.
 */
export async function startStack(extra: Record<string, string> = {}, folder = root): Promise<Stack> {
  const dataDir = await mkdtemp(join(tmpdir(), "browser-phone-e2e-"));
  const port = extra.PORT ? Number(extra.PORT) : await freePort();
  const gatewayPort = await freePort();
  const controlSecret = crypto.randomUUID();
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: folder,
    env: {
      ...process.env,
      PORT: String(port),
      VOICE_GATEWAY_PORT: String(gatewayPort),
      VOICE_GATEWAY_CONTROL: controlSecret,
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      // All people of a test run sign up from one address.
      SIGN_UPS_PER_HOUR: "10000",
      ...extra,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // A test runner that gives up on a hook exits, and would leave the stack running.
  const orphaned = () => child.kill("SIGTERM");
  process.once("exit", orphaned);
  const stop = async () => {
    process.off("exit", orphaned);
    await ended(child);
    await rm(dataDir, { recursive: true, force: true });
  };
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  try {
    await ready(child);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    appUrl: `http://localhost:${port}`,
    gatewayPort,
    controlSecret,
    appPid: () => childPid(child, "scripts/serve.mjs"),
    output: () => output,
    killGateway: () => process.kill(childPid(child, "lib/gateway/main.ts"), "SIGKILL"),
    stop,
  };
}

/** The process id of the child of `npm start` that runs that script. */
function childPid(start: ChildProcess, script: string): number {
  const children = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  const line = children
    .split("\n")
    .map((one) => one.trim().split(/\s+/))
    .find(([, parent, ...args]) => parent === String(start.pid) && args.includes(script));
  if (!line) throw new Error(`The stack has no process of ${script}.`);
  return Number(line[0]);
}

function ready(child: ChildProcess): Promise<void> {
  let output = "";
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      output += chunk.toString();
      if (process.env.STACK_LOG) process.stderr.write(chunk);
      if (output.includes("Browser Phone is ready")) resolve();
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => reject(new Error(`The stack stopped (exit code ${code}).\n${output}`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
