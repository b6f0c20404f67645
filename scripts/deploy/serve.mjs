// The server process of the standalone folder. It gives Next the configuration of the build, which Next would otherwise
// read from next.config.js, and starts the same server as `npm start` does: Next's own server.js has no guard.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/processes.mjs";

const { config } = JSON.parse(readFileSync(join(root, ".next/required-server-files.json"), "utf8"));
process.env.NODE_ENV = "production";
process.env.NEXT_TELEMETRY_DISABLED = "1";
// As Next's own server.js does (node_modules/next/dist/build/utils.js, writeStandaloneDirectory).
process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config);

await import("../serve.mjs");
