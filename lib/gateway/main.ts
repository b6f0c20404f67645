#!/usr/bin/env node
/** The gateway as a process of its own, and the command of the npm package. See README.md for its settings. */

import { consoleLog, reason } from "./base/log";
import { HELP, readCommand, UsageError } from "./command";
import type { GatewayConfig } from "./config";
import { startGateway } from "./gateway";
import manifest from "./package/package.json" with { type: "json" };

async function run(config: GatewayConfig, madeUp: Readonly<Record<string, string>>): Promise<void> {
  const gateway = await startGateway(config, { log: consoleLog });
  const stop = () => {
    // Nothing may delay the exit, not even a webhook that is in progress.
    void gateway.close().finally(() => process.exit(0));
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  // A child process with an IPC channel must not outlive its parent.
  process.on("disconnect", stop);
  const lines = Object.entries(madeUp).map(([name, value]) => `${name}=${value}`);
  if (lines.length > 0) {
    console.log(
      `Made up, since they were not set. Give your application the same values:\n\n${lines.join("\n")}\n`,
    );
  }
  const scheme = config.tls ? "wss" : "ws";
  console.log(`Voice gateway ready on ${scheme}://localhost:${gateway.port}/signal for ${config.voiceUrl}`);
  if (config.controlSecret !== undefined) {
    console.log(`Inspector: ${config.tls ? "https" : "http"}://localhost:${gateway.port}/inspector`);
  }
}

try {
  const command = readCommand(process.argv.slice(2), process.env);
  if (command.kind === "help") console.log(HELP);
  if (command.kind === "version") console.log(manifest.version);
  if (command.kind === "run") await run(command.config, command.madeUp);
} catch (error) {
  console.error(reason(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
