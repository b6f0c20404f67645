import { spawn } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { secretNames, type Values, type WrittenName } from "@/lib/provision/names";
import { Problem } from "@/lib/provision/problem";

/** The version of Vercel's CLI whose options these are. */
const cli = "vercel@58.10.0";

/**
 * The arguments that set one variable of production, without its value: that goes to standard input, since every user of
 * the machine can read the arguments of a process. https://vercel.com/docs/cli/env
 */
function addArguments(name: WrittenName): string[] {
  const kind = secretNames.has(name) ? ["--sensitive"] : [];
  return ["env", "add", name, "production", "--force", ...kind];
}

/** The commands that give Vercel these values, a line each; the values are in them only if `showSecrets`. */
export function vercelCommands(values: Values, showSecrets: boolean): string[] {
  return entriesOf(values).map(([name, value]) => {
    const command = `npx ${cli} ${addArguments(name).join(" ")}`;
    return showSecrets ? `printf '%s' '${value.replaceAll("'", "'\\''")}' | ${command}` : command;
  });
}

/** Gives the values to the Vercel project to which `folder` is linked. Throws a Problem at the first that fails. */
export async function pushToVercel(
  values: Values,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  const [program, ...first] = findProgram(folder);
  for (const [name, value] of entriesOf(values)) {
    const { code, output } = await run(program, [...first, ...addArguments(name), "--yes"], value, folder);
    if (code !== 0) {
      throw new Problem(
        `Vercel's CLI did not take ${name} (${reasonIn(output) || `exit code ${code}`}): correct that, then run this again.`,
      );
    }
    say(`Vercel: set ${name} for production.`);
  }
  say("Vercel uses these values from the next deployment on.");
}

/** Why the CLI failed: its line with the error, which a link to its documents may follow. */
function reasonIn(output: string): string | undefined {
  const lines = output.trim().split("\n");
  return lines.find((line) => /^error/i.test(line)) ?? lines.at(-1);
}

/** Throws a Problem unless values can be pushed from `folder`. Asks Vercel nothing. */
export function checkVercel(folder: string): void {
  findProgram(folder);
  // A repository with several projects has repo.json instead.
  if (["project.json", "repo.json"].some((name) => existsSync(join(folder, ".vercel", name)))) return;
  throw new Problem(
    `This folder is linked to no Vercel project: run \`npx ${cli} link\`, then this again.`,
    2,
  );
}

/** The installed CLI; else npx with the arguments that make it fetch and run the CLI. */
function findProgram(folder: string): [string, ...string[]] {
  const endings = process.platform === "win32" ? [".cmd", ".exe"] : [""];
  const folders = [join(folder, "node_modules", ".bin"), ...(process.env.PATH ?? "").split(delimiter)];
  const find = (name: string) =>
    folders.flatMap((one) => endings.map((ending) => join(one, name + ending))).find(isExecutable);
  const installed = find("vercel");
  if (installed) return [installed];
  const npx = find("npx");
  if (npx) return [npx, "--yes", cli];
  throw new Problem(
    `Vercel's CLI is not installed: run \`npm install --global ${cli}\` and \`vercel link\`, then this again, or use --print-vercel.`,
    2,
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function entriesOf(values: Values): [WrittenName, string][] {
  return Object.entries(values).filter((entry): entry is [WrittenName, string] => entry[1] !== undefined);
}

function run(program: string, args: readonly string[], input: string, cwd: string) {
  return new Promise<{ code: number; output: string }>((resolve, reject) => {
    // On Windows only a shell can start a .cmd file. Nothing that needs quoting is among the arguments.
    const child = spawn(program, args, {
      cwd,
      stdio: ["pipe", "pipe", "pipe"],
      shell: program.endsWith(".cmd"),
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output = (output + text).slice(-4000);
      });
    }
    // A program that does not read its input is known by its exit code.
    child.stdin.on("error", () => {});
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
    child.stdin.end(input);
  });
}
