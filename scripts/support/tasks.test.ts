import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { scripts } from "../../package.json";
import { root } from "./processes.mjs";
import { tasks } from "./tasks.mjs";

it("each task is the npm script of its name", () => {
  const named = Object.entries(scripts).filter(([, command]) => command.includes("scripts/task.mjs"));
  expect(Object.fromEntries(named)).toEqual(
    Object.fromEntries(Object.keys(tasks).map((name) => [name, `node scripts/task.mjs ${name}`])),
  );
});

it.each(Object.entries(tasks))("the programs of %s exist", (_name, { commands }) => {
  for (const { args } of commands) {
    const program = args.find((arg) => arg.includes("/")) ?? "";
    expect(existsSync(join(program.startsWith(root) ? "" : root, program)), program).toBe(true);
  }
});

it.each(documents())("each npm script that %s names exists", (file) => {
  const text = readFileSync(join(root, file), "utf8");
  const named = [...text.matchAll(/npm run ([a-z][\w:]*)/g)].map(([, name = ""]) => name);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

/** The project's Markdown files, as paths from its root. The changelog may name scripts of the past. */
function documents(): string[] {
  const folders = ["components", "docs", "e2e", "lib"].filter((folder) => existsSync(join(root, folder)));
  const inside = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
  );
  return [...readdirSync(root), ...inside].filter((path) => path.endsWith(".md") && path !== "CHANGELOG.md");
}
