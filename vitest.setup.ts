import { afterEach } from "vitest";

// Testing Library unmounts what a test rendered only where test functions are globals, which they are not here.
// Most files run without a document; they need not load React.
if (typeof document !== "undefined") {
  const { cleanup } = await import("@testing-library/react");
  afterEach(cleanup);
}

// The server's log (lib/server/log.ts): many tests are about refusals, and a line for each would hide what fails. A test of
// the log puts a stand-in of its own in place of this. SHOW_LOG=1 shows the lines.
if (!process.env.SHOW_LOG) {
  const write = process.stdout.write.bind(process.stdout);
  const isLogged = (chunk: unknown) => typeof chunk === "string" && chunk.startsWith('{"level":');
  process.stdout.write = ((...args: Parameters<typeof write>) =>
    isLogged(args[0]) || write(...args)) as typeof process.stdout.write;
}
