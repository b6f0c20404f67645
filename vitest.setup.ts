import { AsyncLocalStorage } from "node:async_hooks";
import { afterEach, vi } from "vitest";

/** What a worker keeps from file to file. */
interface Worker {
  /** The environment variables with which it began. */
  readonly env: NodeJS.ProcessEnv;
}

const holder = globalThis as typeof globalThis & { unitTests?: Worker; browserPhone?: unknown };
// A worker runs many files (`isolate: false`), and this file before each of them.
if (holder.unitTests) beginAnew(holder.unitTests);
else {
  holder.unitTests = { env: { ...process.env } };
  // Next's own server does so, too, before it loads anything: its modules look for it once, when they are loaded.
  Object.assign(globalThis, { AsyncLocalStorage });
  hideLog();
}

// Testing Library unmounts what a test rendered only where test functions are globals, which they are not here.
// Most files run without a document; they need not load React.
if (typeof document !== "undefined") {
  const { cleanup, configure } = await import("@testing-library/react");
  // A limit only ends a test that will never pass, so a slow machine has time enough.
  configure({ asyncUtilTimeout: 15_000 });
  afterEach(cleanup);
}

/** Takes away what the file before may have left in this process: each begins with the modules and settings of a new one. */
function beginAnew({ env }: Worker): void {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  delete holder.browserPhone;
  if (typeof document !== "undefined") {
    document.body.replaceChildren();
    localStorage.clear();
    sessionStorage.clear();
  }
  vi.resetModules();
}

/**
 * The server's log (lib/server/log.ts): many tests are about refusals, and a line for each would hide what fails. A test of
 * the log puts a stand-in of its own in place of this. SHOW_LOG=1 shows the lines.
 */
function hideLog(): void {
  if (process.env.SHOW_LOG) return;
  const write = process.stdout.write.bind(process.stdout);
  const isLogged = (chunk: unknown) => typeof chunk === "string" && chunk.startsWith('{"level":');
  process.stdout.write = ((...args: Parameters<typeof write>) =>
    isLogged(args[0]) || write(...args)) as typeof process.stdout.write;
}
