import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { scripts } from "../../package.json";
import { isSourceFile, listFiles, root } from "../rooms/imports";
import { tasks } from "../support/tasks.mjs";
import { knowsOption, namedCommands, namedScripts } from "./commands";
import { documents } from "./documents";

const read = (path: string) => readFileSync(join(root, path), "utf8");
// The changelog may name scripts and options of the past.
const present = documents.filter((path) => path !== "CHANGELOG.md");
const sources = listFiles("").filter((path) => isSourceFile(path) && !/\.test\./.test(path));

/** The options that every npm script takes, or that the program behind it has. */
const ofPrograms = ["--headed", "--trace", "--pass-with-no-tests"];

/** The source text in which a script reads its options: the files beside its own, and the room of `lib` of its name. */
function sourceOf(script: string): string {
  const commands = Object.entries<{ commands: { args: string[] }[] }>(tasks).filter(
    ([name]) => name === script,
  );
  const named = scripts[script as keyof typeof scripts].match(/scripts\/[\w./-]+/g) ?? [];
  const entries = [...named, ...commands.flatMap(([, task]) => task.commands.flatMap(({ args }) => args))];
  const folders = entries
    .filter((path) => /^(scripts|lib)\/./.test(path) && path !== "scripts/task.mjs")
    .flatMap((path) =>
      dirname(path) === "scripts" ? [path] : [dirname(path), dirname(path).replace("scripts", "lib")],
    );
  return sources
    .filter((path) => folders.some((folder) => path === folder || path.startsWith(`${folder}/`)))
    .map(read)
    .join("\n");
}

describe.each(present)("%s", (path) => {
  const text = read(path);

  it("names npm scripts that exist", () => {
    const missing = namedCommands(text).filter(({ script }) => !(script in scripts));
    expect([...new Set(missing.map(({ script }) => script))]).toEqual([]);
  });

  it("gives them options that they know", () => {
    const unknown = namedCommands(text)
      .filter(({ script }) => script in scripts)
      .flatMap(({ script, options }) =>
        options
          .filter((option) => !ofPrograms.includes(option) && !knowsOption(sourceOf(script), option))
          .map((option) => `${script} ${option}`),
      );
    expect(unknown).toEqual([]);
  });

  it("starts scripts that exist", () => {
    expect(namedScripts(text).filter((script) => !existsSync(join(root, script)))).toEqual([]);
  });
});

describe("the search", () => {
  it("finds scripts in text and code, with the options in the same code", () => {
    const text = [
      "Run npm run lint, or `npm run load -- --people 5`.",
      "```sh",
      "npm run doctor -- --json | jq .ok --raw   # not --this",
      "PORT=1 npm start",
      "npm install --save x",
      "```",
    ].join("\n");
    expect(namedCommands(text)).toEqual([
      { script: "doctor", options: ["--json"] },
      { script: "start", options: [] },
      { script: "load", options: ["--people"] },
      { script: "lint", options: [] },
      { script: "load", options: [] },
      { script: "doctor", options: [] },
    ]);
    expect(namedScripts("node scripts/ci/x.mjs, node app.js")).toEqual(["scripts/ci/x.mjs"]);
  });

  it("reads a script's options where they are defined", () => {
    expect(sourceOf("load")).toContain("people");
    expect(sourceOf("load")).not.toContain("invitation");
    expect(knowsOption('if (arg === "--people")', "--people")).toBe(true);
    expect(knowsOption("options: { people: {} }", "--people")).toBe(true);
    expect(knowsOption("--people-more", "--people")).toBe(false);
  });
});
