import { expect, it } from "vitest";
import { needsShell, run } from "./processes.mjs";

it("only npm and npx get a shell, and on Windows only", () => {
  expect(needsShell("npm", "win32")).toBe(true);
  expect(needsShell("npx", "win32")).toBe(true);
  expect(needsShell("C:\\Program Files\\nodejs\\node.exe", "win32")).toBe(false);
  expect(needsShell("npm", "linux")).toBe(false);
});

it("an argument with a space, a quote, a bracket or a sign of the shell arrives as it is", async () => {
  const odd = `a b'c"d(e)$HOME & | ; %PATH%`;
  const check = `process.exitCode = process.argv[1] === ${JSON.stringify(odd)} ? 0 : 1`;
  expect(await run(process.execPath, ["-e", check, odd])).toBe(0);
});
