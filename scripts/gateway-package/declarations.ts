import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { mustRun, root } from "../support/processes.mjs";

const compiler = join(root, "node_modules/typescript/bin/tsc");
const project = join(root, "scripts/gateway-package/tsconfig.json");

/**
 * Writes the types that `lib/gateway/index.ts` exports, and those that they are made of, to `folder`. The types of what
 * the package does not show are left out. Types are not checked here: `npm run typecheck` does that.
 */
export async function writeDeclarations(folder: string): Promise<void> {
  const all = mkdtempSync(join(tmpdir(), "gateway-types-"));
  try {
    await mustRun("The compiler", process.execPath, [compiler, "-p", project, "--outDir", all]);
    const written = new Set<string>();
    const write = (file: string) => {
      if (written.has(file)) return;
      written.add(file);
      const { text, imports } = withExtensions(readFileSync(join(all, file), "utf8"));
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
      for (const path of imports) write(posix.join(posix.dirname(file), `${path}.d.ts`));
    };
    write("index.d.ts");
  } finally {
    rmSync(all, { recursive: true, force: true });
  }
}

/**
 * A declaration file whose relative imports end with `.js`, as Node.js and `moduleResolution: nodenext` want it, and the
 * paths that it imports, without an ending.
 */
export function withExtensions(text: string): { text: string; imports: string[] } {
  const imports: string[] = [];
  const changed = text.replace(
    /(^(?:import|export|\}).* from |\bimport\(|^import )"(\.{1,2}\/[^"]+)"/gm,
    (_all, before, path) => {
      imports.push(path);
      return `${before}"${path}.js"`;
    },
  );
  return { text: changed, imports };
}
