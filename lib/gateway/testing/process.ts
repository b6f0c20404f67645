import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../../", import.meta.url));
/** The control secret of gateways that tests start. */
export const CONTROL_SECRET = "test-control";

/** The state of a gateway, as its control API gives it. */
export interface GatewayState {
  sockets: { identity: string | null; legs: number }[];
  calls: { sid: string; from: string }[];
  /** Resident memory of the process, in MiB. */
  rssMb: number;
  /** Processor time spent since its start, in milliseconds. */
  cpuMs: number;
}

/** The gateway as a process of its own, as users run it. */
export interface GatewayProcess {
  port: number;
  /** Every line it has written. */
  log: string[];
  /** Posts a command of the control API. */
  control(command: string, body?: unknown): Promise<void>;
  state(): Promise<GatewayState>;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Starts `main.ts` with the environment of this process and these settings, on a free port unless one is given.
 * Rejects with its output when it exits instead.
 *
 * @param run `bundled` as the package runs it; otherwise the sources, with a compiler in the memory of the process
 */
export async function startGatewayProcess(
  settings: Record<string, string>,
  run: "sources" | "bundled" = "sources",
): Promise<GatewayProcess> {
  const defaults = { VOICE_GATEWAY_PORT: "0", VOICE_GATEWAY_CONTROL: CONTROL_SECRET };
  const program = run === "bundled" ? [await bundle()] : ["--import", "tsx", "lib/gateway/main.ts"];
  const child = spawn(process.execPath, program, {
    cwd: root,
    env: Object.assign({}, process.env, defaults, settings),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const log: string[] = [];
  const port = await readyPort(child, log);
  const call = async (path: string, init: RequestInit) => {
    const headers = { Authorization: `Bearer ${CONTROL_SECRET}`, "Content-Type": "application/json" };
    const response = await fetch(`http://127.0.0.1:${port}/control/${path}`, { ...init, headers });
    if (!response.ok) throw new Error(`control ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    port,
    log,
    control: async (command, body = {}) => {
      await call(command, { method: "POST", body: JSON.stringify(body) });
    },
    state: () => call("state", {}),
    async kill(signal = "SIGTERM") {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill(signal);
      await exited;
    },
  };
}

/** Bundles the program as the package has it, and returns the path of the file. */
async function bundle(): Promise<string> {
  const outfile = `${root}node_modules/.cache/gateway-test/main-${process.pid}.mjs`;
  await build({
    absWorkingDir: root,
    entryPoints: ["lib/gateway/main.ts"],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "esm",
    logLevel: "warning",
  });
  return outfile;
}

function readyPort(child: ChildProcess, log: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const onText = (chunk: Buffer) => {
      log.push(...chunk.toString().split("\n").filter(Boolean));
      const port = log.join("\n").match(/ready on wss?:\/\/localhost:(\d+)/)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on("data", onText);
    child.stderr?.on("data", onText);
    child.once("exit", (code) => reject(new Error(`the gateway exited with ${code}:\n${log.join("\n")}`)));
  });
}
