// The app's server process, which `npm start` starts: Next behind one guard of ours.
//
//   node scripts/serve.mjs [--dev] [--loopback]
//
// --loopback: listen on this machine only, by each of its names.
import { createServer } from "node:http";
import { createServer as createSocketServer } from "node:net";
import { join } from "node:path";
import next from "next";
import { strictTransport } from "../lib/static-headers.mjs";
import { serveCompressed } from "./support/compressed-files.mjs";
import { guardRequest } from "./support/guard-request.mjs";
import { root } from "./support/processes.mjs";
import { warmUp } from "./support/warm-up.mjs";

const dev = process.argv.includes("--dev");
const loopback = process.argv.includes("--loopback");
const port = Number(process.env.PORT || 3000);
const trustedProxies = Number(process.env.TRUSTED_PROXIES || 0);

const secure = /^https:/i.test(process.env.APP_URL ?? "");

// The app then knows that X-Forwarded-For holds the address of the connection (lib/server/http/client-address.ts).
process.env.OWN_SERVER = "1";

let warned = false;

/** Says once that a proxy seems to be in front that nobody has named: all of its clients then count as one. */
function warnOfProxy(request) {
  if (warned || trustedProxies > 0 || request.headers["x-forwarded-for"] === undefined) return;
  warned = true;
  console.warn(
    "Requests arrive with X-Forwarded-For, which is ignored. If a proxy of yours is in front, set TRUSTED_PROXIES=1: " +
      "otherwise all clients share the proxy's limits.",
  );
}

/**
 * How long (ms) a connection without a request stays open. Longer than proxies and browsers keep theirs: whoever closes
 * first may do so while a request is on its way.
 */
const keepAliveTimeout = 75_000;

const limits = { requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout };
const server = createServer(limits, (request, response) => {
  warnOfProxy(request);
  // proxy.ts sets it for pages; this is for all.
  if (secure) response.setHeader("Strict-Transport-Security", strictTransport);
  if (!guardRequest(request, response, trustedProxies)) return;
  if (answerCompressed(request, response)) return;
  handle(request, response).catch((error) => {
    console.error(error);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
});

// Next would compress each of these files anew for each browser.
const answerCompressed = dev ? () => false : serveCompressed(join(root, ".next/static"), "/_next/static/");
const app = next({ dev, dir: root, hostname: "localhost", port, httpServer: server });
const handle = app.getRequestHandler();

/** Listens on one address. On a machine without that kind of address it does nothing. */
function listen(listener, host) {
  return new Promise((resolve, reject) => {
    listener.once("error", (error) =>
      host === "::1" && error.code !== "EADDRINUSE" ? resolve() : reject(error),
    );
    listener.listen(port, host, resolve);
  });
}

let stopping = false;
function stop() {
  if (stopping) return;
  stopping = true;
  server.close(() => process.exit(0));
  server.closeIdleConnections();
}

try {
  await app.prepare();
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, stop);
  if (loopback) {
    await listen(server, "127.0.0.1");
    // A second address for the same HTTP server.
    const second = createSocketServer((socket) => server.emit("connection", socket));
    server.on("close", () => second.close());
    await listen(second, "::1");
  } else {
    await listen(server, undefined);
  }
  // Development compiles each route when it is first asked for.
  if (!dev) void warmUp(`http://127.0.0.1:${port}`, process.env);
} catch (error) {
  const messages = {
    EADDRINUSE: `Port ${port} is in use: set PORT to another.`,
    EACCES: `This user may not use port ${port}: set PORT to one above 1023.`,
  };
  console.error(messages[error.code] ?? error);
  process.exit(1);
}
