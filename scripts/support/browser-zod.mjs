import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where the file is written, as seen from the project's folder: no part of the sources, and kept by a build of Next. */
export const browserZod = "./node_modules/.cache/browser-phone/zod-mini.js";

/** Where code that runs in browsers is. */
const sources = ["app", "components", "lib", "instrumentation-client.ts"];

/** The source files, as paths; tests are left out. */
function sourceFiles(root) {
  return sources.flatMap((source) => {
    const path = join(root, source);
    if (!statSync(path).isDirectory()) return [path];
    const files = readdirSync(path, { recursive: true, encoding: "utf8" });
    return files.filter((file) => /(?<!\.test)\.tsx?$/.test(file)).map((file) => join(path, file));
  });
}

/**
 * The names of `zod/mini` that a source file uses, by `z.name` or by an import of the name itself.
 * @returns {string[]}
 */
export function namesIn(source) {
  if (!source.includes('from "zod/mini"')) return [];
  const members = [...source.matchAll(/\bz\.(\w+)/g)].map(([, name]) => name);
  const imported = [...source.matchAll(/import \{([^}]*)\} from "zod\/mini"/g)].flatMap(([, names]) =>
    names.split(",").map((name) => name.trim()),
  );
  return [...members, ...imported];
}

/**
 * All names that are exports of `zod/mini`, as types are not. `core` is left out: it is all of zod, and only its types are
 * used. A name that is missing here ends the build, with the name in its message.
 */
async function usedNames(root) {
  const exported = await import("zod/mini");
  const names = new Set(sourceFiles(root).flatMap((path) => namesIn(readFileSync(path, "utf8"))));
  names.delete("core");
  return [...names].filter((name) => name in exported).sort();
}

/**
 * Writes `zod/mini` with only what the project uses of it. Turbopack keeps whatever a module of zod names, although
 * the code that names it is not used: every page would load twice as much of zod (8 kB more as sent).
 */
export async function writeBrowserZod(root, outfile = join(root, browserZod)) {
  const { build } = await import("esbuild");
  mkdirSync(dirname(outfile), { recursive: true });
  const names = await usedNames(root);
  await build({
    stdin: { contents: `export { ${names.join(", ")} } from "zod/mini";`, resolveDir: root },
    bundle: true,
    format: "esm",
    target: "es2022",
    outfile,
    logLevel: "warning",
  });
}
