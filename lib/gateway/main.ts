/** The gateway as a process of its own: `npx tsx lib/gateway/main.ts`. See README.md for its settings. */

import { consoleLog, reason } from "./base/log";
import { readConfig } from "./config";
import { startGateway } from "./gateway";

try {
  const config = readConfig(process.env);
  const gateway = await startGateway(config, { log: consoleLog });
  const stop = () => {
    // Nothing may delay the exit, not even a webhook that is in progress.
    void gateway.close().finally(() => process.exit(0));
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  // A child process with an IPC channel must not outlive its parent.
  process.on("disconnect", stop);
  const scheme = config.tls ? "wss" : "ws";
  console.log(`Voice gateway ready on ${scheme}://localhost:${gateway.port}/signal for ${config.voiceUrl}`);
  if (config.controlSecret !== undefined) {
    console.log(`Inspector: ${config.tls ? "https" : "http"}://localhost:${gateway.port}/inspector`);
  }
} catch (error) {
  console.error(reason(error));
  process.exitCode = 1;
}
