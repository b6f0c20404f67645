import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

/** The project's folder, with no slash at its end. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** npm is a .cmd file on Windows, which only a shell can start. */
const needsShell = process.platform === "win32";

/**
 * Runs a command to its end with its output shown.
 * @returns {Promise<number>} its exit code (1 if a signal ended it)
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit", shell: needsShell, ...options });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

/** As `run`, but anything other than success is an error that says what failed. */
export async function mustRun(what, command, args, options = {}) {
  const code = await run(command, args, options);
  if (code !== 0) throw new Error(`${what} failed (exit code ${code}).`);
}

/** Starts one of the project's own TypeScript files, or a package's script, under this very Node. */
export function startNode(args, options = {}) {
  return spawn(process.execPath, args, { cwd: root, stdio: "inherit", ...options });
}

/** @returns {Promise<boolean>} whether a server could listen on `port` of this machine's loopback now */
export function portIsFree(port) {
  const tryHost = (host) =>
    new Promise((resolve) => {
      const server = createServer();
      // A machine without IPv6 says EADDRNOTAVAIL: that host takes nobody's place.
      server.once("error", (error) => resolve(error.code !== "EADDRINUSE"));
      server.listen({ port, host }, () => server.close(() => resolve(true)));
    });
  return Promise.all([tryHost("127.0.0.1"), tryHost("::1")]).then((free) => free.every(Boolean));
}

/**
 * Waits until `url` answers 200.
 * @param {() => boolean} stillHoped false ends the wait, as when the process that should answer is gone
 */
export async function waitForOk(url, { seconds, stillHoped = () => true }) {
  const until = Date.now() + seconds * 1000;
  let last = "no answer";
  while (Date.now() < until && stillHoped()) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
      if (response.status === 200) return;
      last = `${response.status} ${(await response.text()).slice(0, 200)}`;
    } catch (error) {
      last = error.cause?.code ?? error.message;
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`${url} did not become ready: ${last}`);
}
