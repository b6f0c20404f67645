import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../e2e/support/stack";
import { appArguments } from "../support/app-arguments.mjs";
import { ensureBuilt } from "../support/ensure-built.mjs";
import { mustRun, startNode, waitForOk } from "../support/processes.mjs";
import { stackEnvironment } from "../support/stack-environment.mjs";
import { timingProxy } from "./proxies";

/** The production build beside the gateway, each a process of its own, with a proxy before the app. */
export interface LoadStack {
  /** The proxy's address, at which the gateway and the people ask. */
  readonly appUrl: string;
  readonly gatewayPort: number;
  readonly timed: Awaited<ReturnType<typeof timingProxy>>["timed"];
  /** Kills the app as a crash would, and starts it again. Resolves when it answers. */
  crashApp(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the product. `databaseUrl`: empty for the embedded database. `log`: the file with what it writes. */
export async function startLoadStack(databaseUrl: string): Promise<LoadStack & { readonly log: string }> {
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), "browser-phone-load-"));
  const [port, gatewayPort] = [await freePort(), await freePort()];
  const proxy = await timingProxy(port);
  const appUrl = `http://localhost:${proxy.port}`;
  const stack = stackEnvironment({
    ...process.env,
    PORT: String(port),
    VOICE_GATEWAY_PORT: String(gatewayPort),
    APP_URL: appUrl,
    NEXTAUTH_URL: appUrl,
    DATA_DIR: join(folder, "data"),
    DATABASE_URL: databaseUrl,
    DATABASE_URL_UNPOOLED: "",
    SIGN_UPS_PER_HOUR: "100000",
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
  });
  const log = join(folder, "log.txt");
  const output = openSync(log, "a");
  const stdio = ["ignore", output, output] as const;
  const migrate = ["--conditions=react-server", "--import", "tsx", "scripts/migrate.ts"];
  await mustRun("Preparing the database", process.execPath, migrate, { env: stack.app, stdio: [...stdio] });

  const start = (args: string[], env: object): ChildProcess => {
    const child = startNode(args, { env: env as NodeJS.ProcessEnv, stdio: [...stdio] });
    process.on("exit", () => child.kill("SIGKILL"));
    return child;
  };
  const startApp = async (): Promise<ChildProcess> => {
    const child = start(appArguments({ local: true, development: false }), stack.app);
    await waitForOk(`http://localhost:${port}/api/health`, { seconds: 60 });
    return child;
  };
  const gateway = start(["--import", "tsx", "lib/gateway/main.ts"], stack.gateway);
  let app = await startApp();
  return {
    appUrl,
    gatewayPort,
    timed: proxy.timed,
    log,
    async crashApp() {
      await end(app, "SIGKILL");
      app = await startApp();
    },
    async stop() {
      await Promise.all([end(app, "SIGTERM"), end(gateway, "SIGTERM")]);
      proxy.close();
      rmSync(join(folder, "data"), { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill(signal);
  const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await exit;
  clearTimeout(late);
}
