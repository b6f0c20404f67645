import { existsSync } from "node:fs";
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

it.each(Object.entries(tasks))("the programs that %s starts exist", (_name, { commands }) => {
  for (const { args } of commands) {
    const program = args.find((arg) => arg.includes("/")) ?? "";
    expect(existsSync(join(program.startsWith(root) ? "" : root, program)), program).toBe(true);
  }
});
