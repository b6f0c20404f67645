import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { root } from "../support/processes.mjs";
import { writeDeclarations } from "./declarations";

/** What the package is made of beside its programs. */
const template = join(root, "lib/gateway/package");

/**
 * Makes the folder that is packed: the gateway as ES modules, its types, the command, and the files for people. The
 * packages that it imports are not bundled; they become its dependencies, in the versions of this project.
 *
 * @param folder is replaced
 */
export async function buildPackage(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["lib/gateway/index.ts", "lib/gateway/main.ts"],
    outdir: join(folder, "dist"),
    bundle: true,
    // What the command and the module share is there once.
    splitting: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "esm",
    metafile: true,
    logLevel: "warning",
  });
  await writeDeclarations(join(folder, "dist/types"));
  for (const name of ["README.md", "CHANGELOG.md", "diagram.svg"]) {
    copyFileSync(join(template, name), join(folder, name));
  }
  cpSync(join(template, "examples"), join(folder, "examples"), { recursive: true });
  copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  const manifest = JSON.parse(readFileSync(join(template, "package.json"), "utf8"));
  const text = JSON.stringify({ ...manifest, dependencies: dependenciesOf(metafile) }, null, 2);
  writeFileSync(join(folder, "package.json"), `${text}\n`);
}

/** The packages that a bundle imports, each with the range of versions that fit the one that this project has. */
function dependenciesOf({ outputs }: Metafile): Record<string, string> {
  const paths = Object.values(outputs).flatMap(({ imports }) => imports.filter(({ external }) => external));
  const names = new Set(
    paths
      .map(({ path }) => path)
      .filter((path) => !path.startsWith("node:") && !builtinModules.includes(path))
      .map((path) => path.split("/", path.startsWith("@") ? 2 : 1).join("/")),
  );
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return Object.fromEntries(
    [...names].sort().map((name) => {
      const version: unknown = dependencies[name];
      if (typeof version !== "string")
        throw new Error(`The gateway imports ${name}, which is no dependency.`);
      return [name, `^${version}`];
    }),
  );
}
