import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

/** The project's folder, with no slash at its end. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/**
 * Whether a command needs a shell. On Windows npm and npx are .cmd files, which only a shell can start. A shell would cut
 * a path with a space in it, such as Node's own in "Program Files", so nothing else gets one.
 * @param {string} command
 */
export function needsShell(command, platform = process.platform) {
  return platform === "win32" && ["npm", "npx"].includes(command);
}

/**
 * Runs a command to its end and shows its output.
 * @returns {Promise<number>} its exit code (1 if a signal ended it)
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: "inherit",
      shell: needsShell(command),
      ...options,
    });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

/** Runs a command like `run`, and throws if it fails. `what` names it in the error. */
export async function mustRun(what, command, args, options = {}) {
  const code = await run(command, args, options);
  if (code !== 0) throw new Error(`${what} failed (exit code ${code}).`);
}

/** Starts a script with the Node.js that runs this process. @returns {import("node:child_process").ChildProcess} */
export function startNode(args, options = {}) {
  return spawn(process.execPath, args, { cwd: root, stdio: "inherit", ...options });
}

/** @returns {Promise<boolean>} whether a server could listen on `port` of the loopback addresses now */
export function portIsFree(port) {
  const tryHost = (host) =>
    new Promise((resolve) => {
      const server = createServer();
      // A machine without IPv6 answers EADDRNOTAVAIL, which does not mean that the port is taken.
      server.once("error", (error) => resolve(error.code !== "EADDRINUSE"));
      server.listen({ port, host }, () => server.close(() => resolve(true)));
    });
  return Promise.all([tryHost("127.0.0.1"), tryHost("::1")]).then((free) => free.every(Boolean));
}

/**
 * Waits until `url` answers 200. Throws with its last answer after `seconds`.
 * @param {() => boolean} keepWaiting returns false to give up, as when the process that should answer has stopped
 */
export async function waitForOk(url, { seconds, keepWaiting = () => true }) {
  const until = Date.now() + seconds * 1000;
  let last = "no answer";
  while (Date.now() < until && keepWaiting()) {
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
