import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type Node, parseSync, Visitor } from "oxc-parser";

/** The project's folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A source file and what it imports. Paths run from the project's folder, with `/`. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** The path of a file of the project (`lib/env.ts`), or the name of a package (`zod`; `node` for Node's own). */
  readonly target: string;
  readonly inside: boolean;
}

const sourceFile = /\.(ts|tsx|mts|mjs|js)$/;
/** Made by tools, and not part of the repository. */
const ignored = new Set([
  "node_modules",
  ".next",
  ".git",
  ".data",
  "test-results",
  "playwright-report",
  "next-env.d.ts",
]);

/** Whether a file is there for tests and measurements only. */
export function isForTests(path: string): boolean {
  return /\.test\.tsx?$|(^|\/)_?testing\/|^e2e\/|^scripts\/bench\/|^vitest\./.test(path);
}

/** Every source file of the project, with its imports. Throws where one does not parse or cannot be resolved. */
export function readSources(): Source[] {
  return listFiles("").map((path) => readSource(path, readFileSync(join(root, path), "utf8")));
}

/** The imports of `text`, as if it stood at `path`: static, re-exported, dynamic, and of types alone. */
export function readSource(path: string, text: string): Source {
  const imports = specifiersOf(path, text).map((specifier) => resolveImport(path, specifier));
  return { path, text, imports: imports.filter((one) => one !== null) };
}

function listFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (ignored.has(entry.name)) return [];
    if (entry.isDirectory()) return listFiles(path);
    return sourceFile.test(entry.name) ? [path] : [];
  });
}

function specifiersOf(path: string, text: string): string[] {
  // TypeScript is JavaScript and more, so one parser does for both.
  const { program, module, errors } = parseSync(path, text, { lang: path.endsWith(".tsx") ? "tsx" : "ts" });
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const found = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest } of entries) if (moduleRequest) found.push(moduleRequest.value);
  }
  const add = (source: Node) => {
    if (source.type === "Literal" && typeof source.value === "string") found.push(source.value);
    // A test may look for what is on disk; a product file may not hide what it imports.
    else if (!isForTests(path))
      throw new Error(`${path}: an import whose path is computed cannot be checked.`);
  };
  new Visitor({
    ImportExpression: ({ source }) => add(source),
    TSImportType: ({ source }) => add(source),
    CallExpression({ callee, arguments: [first] }) {
      if (callee.type === "Identifier" && callee.name === "require" && first) add(first);
    },
  }).visit(program);
  return found;
}

function resolveImport(path: string, specifier: string): Import | null {
  if (!specifier.startsWith("@/") && !specifier.startsWith(".")) {
    return { target: packageName(specifier), inside: false };
  }
  const wanted = specifier.startsWith("@/") ? specifier.slice(2) : join(dirname(path), specifier);
  const base = relative(root, resolve(root, wanted)).split(sep).join("/");
  // Next makes this folder, and leaves it out of a fresh clone.
  if (base.startsWith(".next/")) return null;
  const endings = ["", ".ts", ".tsx", ".mts", ".mjs", ".js", ".d.ts", "/index.ts"];
  const target = endings.map((ending) => base + ending).find(isFile);
  if (!target) throw new Error(`${path}: cannot find ${specifier}`);
  return { target, inside: true };
}

function isFile(path: string): boolean {
  const whole = join(root, path);
  return existsSync(whole) && statSync(whole).isFile();
}

function packageName(specifier: string): string {
  if (specifier.startsWith("node:") || builtinModules.includes(specifier)) return "node";
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
