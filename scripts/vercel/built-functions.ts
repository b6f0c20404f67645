import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** One function of a build for Vercel, as `vercel build` lays it out. */
export interface BuiltFunction {
  /** Its path, such as `api/voice/call`. */
  readonly name: string;
  /** The name of the version of Node.js that it asks for, such as `nodejs24.x`. */
  readonly runtime: string;
  /** The module that answers requests, within the function. */
  readonly handler: string;
  /** Each file of it: where it stands in the function, and where it is on this machine. */
  readonly files: ReadonlyMap<string, string>;
}

const outputFolder = (root: string) => join(root, ".vercel/output/functions");

/**
 * The functions that `vercel build` wrote into a project's folder. One that several paths share is listed once.
 *
 * A function's own files are in its folder; the others are named by `filePathMap`, relative to the project:
 * https://vercel.com/docs/build-output-api/primitives#serverless-functions
 */
export function builtFunctions(root: string): BuiltFunction[] {
  const folder = outputFolder(root);
  if (!existsSync(folder)) throw new Error("There is no .vercel/output: run `npx vercel build` first.");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.endsWith(".func"))
    .map((entry) => readFunction(root, join(entry.parentPath, entry.name)))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** The function that answers at a path, such as `api/voice/call`. */
export function builtFunction(root: string, path: string): BuiltFunction {
  // A link, if several paths share it.
  return readFunction(root, realpathSync(join(outputFolder(root), `${path}.func`)));
}

function readFunction(root: string, path: string): BuiltFunction {
  const {
    handler,
    runtime,
    filePathMap = {},
  } = JSON.parse(readFileSync(join(path, ".vc-config.json"), "utf8"));
  const files = new Map<string, string>();
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && entry.name !== ".vc-config.json") files.set(relative(path, file), file);
  }
  for (const [inside, outside] of Object.entries<string>(filePathMap)) files.set(inside, join(root, outside));
  const name = relative(outputFolder(root), path)
    .replace(/\.func$/, "")
    .split(sep)
    .join("/");
  return { name, runtime, handler, files };
}

/** The size (bytes) of a function, uncompressed as Vercel counts it. */
export function sizeOf({ files }: Pick<BuiltFunction, "files">): number {
  return [...files.values()].reduce((sum, file) => sum + lstatSync(file).size, 0);
}
