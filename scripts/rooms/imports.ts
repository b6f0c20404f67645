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

/** Made by tools in the project's folder, and not part of the repository. */
const ignored = new Set([
  "node_modules",
  ".next",
  ".vercel",
  ".git",
  ".data",
  "dist",
  "test-results",
  "playwright-report",
  "next-env.d.ts",
]);

/** Whether a file holds code, which may import something. */
export function isSourceFile(path: string): boolean {
  return /\.([cm]?[jt]s|[jt]sx)$/.test(path);
}

/** Whether a file is there for tests, measurements or as an example only. */
export function isForTests(path: string): boolean {
  return /\.test\.[cm]?[jt]sx?$|(^|\/)_?testing\/|^e2e\/|^lib\/gateway\/package\/examples\/|^scripts\/(bench|load|screenshots)\/|^vitest\./.test(
    path,
  );
}

/** Every source file of the project, with its imports. Throws where one does not parse or cannot be resolved. */
export function readSources(): Source[] {
  return listFiles("")
    .filter(isSourceFile)
    .map((path) => readSource(path, readFileSync(join(root, path), "utf8")));
}

/**
 * The imports of `text`, as if it stood at `path`: static, re-exported, dynamic, of types alone, by `require`, by a
 * `/// <reference>`, and by the address of a source file. `vi.mock` replaces a module, and is no import.
 */
export function readSource(path: string, text: string): Source {
  const imports = specifiersOf(path, text).map((specifier) => resolveImport(path, specifier));
  return { path, text, imports: imports.filter((one) => one !== null) };
}

/** Every file below `folder` that people or tools wrote, other than builds and packages. "" is the whole project. */
export function listFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (ignored.has(path)) return [];
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

function specifiersOf(path: string, text: string): string[] {
  // TypeScript is JavaScript and more, so one parser does for both.
  const { program, comments, errors } = parseSync(path, text, { lang: /x$/.test(path) ? "tsx" : "ts" });
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const found: string[] = [];
  function add(source: Node): void {
    const value = textOf(source);
    if (value !== undefined) found.push(value);
    // A test may look for what is on disk; a product file may not hide what it imports.
    else if (!isForTests(path))
      throw new Error(`${path}: an import whose path is computed cannot be checked.`);
  }
  new Visitor({
    ImportDeclaration({ source }) {
      add(source);
    },
    ExportNamedDeclaration({ source }) {
      if (source) add(source);
    },
    ExportAllDeclaration({ source }) {
      add(source);
    },
    ImportExpression({ source }) {
      add(source);
    },
    TSImportType({ source }) {
      add(source);
    },
    TSExternalModuleReference({ expression }) {
      add(expression);
    },
    CallExpression({ callee, arguments: [first] }) {
      if (first && importing.has(nameOf(callee))) add(first);
      if (nameOf(callee) === "createRequire" && !isForTests(path))
        throw new Error(`${path}: what createRequire loads cannot be checked.`);
    },
    NewExpression({ callee, arguments: [first, base] }) {
      if (nameOf(callee) !== "URL" || !first || !base || nameOf(base) !== "import.meta.url") return;
      // The address of a source file, as for a Worker, is an import; that of a folder or a sound is none.
      const value = textOf(first);
      if (!value?.startsWith(".") || !isSourceFile(value)) return;
      const target = pathFrom(path, value);
      if (isFile(target) && !target.startsWith("node_modules/")) found.push(value);
    },
  }).visit(program);
  for (const { value } of comments) {
    const [, kind, target] = /^\/\s*<reference\s+(path|types)="([^"]+)"/.exec(value) ?? [];
    // A `path` is relative even without a dot in front.
    if (target) found.push(kind === "path" && !target.startsWith(".") ? `./${target}` : target);
  }
  return found;
}

/** Functions that load the module that their first argument names. */
const importing = new Set(["require", "require.resolve", "import.meta.resolve", "vi.importActual"]);

/** `a.b` of an expression that is a name, or names with points between them; else an empty text. */
function nameOf(node: Node): string {
  if (node.type === "Identifier") return node.name;
  if (node.type === "MetaProperty") return `${node.meta.name}.${node.property.name}`;
  if (node.type === "MemberExpression" && node.property.type === "Identifier" && !node.computed)
    return `${nameOf(node.object)}.${node.property.name}`;
  return "";
}

/** The text of a literal, or of a template that has no values in it. */
function textOf(node: Node): string | undefined {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type === "TemplateLiteral" && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/** Where `specifier`, which begins with `.` or `@/`, leads from the file `path`: a path from the project's folder. */
function pathFrom(path: string, specifier: string): string {
  const wanted = specifier.startsWith("@/") ? specifier.slice(2) : join(dirname(path), specifier);
  return relative(root, resolve(root, wanted)).split(sep).join("/");
}

function resolveImport(path: string, specifier: string): Import | null {
  if (!specifier.startsWith("@/") && !specifier.startsWith(".")) {
    return { target: packageName(specifier), inside: false };
  }
  const base = pathFrom(path, specifier);
  // Next makes this folder, and leaves it out of a fresh clone.
  if (base.startsWith(".next/")) return null;
  const endings = ["", ".ts", ".tsx", ".js", ".jsx", ".d.ts", "/index.ts", "/index.tsx", "/index.js"];
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
