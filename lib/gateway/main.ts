/** The gateway as a process of its own: `npx tsx lib/gateway/main.ts`. See README.md for its settings. */

import { consoleLog, reason } from "./base/log";
import { readConfig } from "./config";
import { startGateway } from "./gateway";

try {
  const config = readConfig(process.env);
  const gateway = await startGateway(config, { log: consoleLog });
  const stop = () => {
    // Nothing may hold the process up, not even a webhook that is under way.
    void gateway.close().finally(() => process.exit(0));
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  // Started as a child with an IPC channel, it does not outlive its parent.
  process.on("disconnect", stop);
  const scheme = config.tls ? "wss" : "ws";
  console.log(`Voice gateway ready on ${scheme}://localhost:${gateway.port}/signal for ${config.voiceUrl}`);
} catch (error) {
  console.error(reason(error));
  process.exitCode = 1;
}
