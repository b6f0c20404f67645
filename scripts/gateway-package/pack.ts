import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { needsShell } from "../support/processes.mjs";
import { buildPackage } from "./build";

/** A package as npm has packed it. Sizes are in bytes. */
export interface Packed {
  /** The path of the archive. */
  readonly archive: string;
  readonly bytes: number;
  readonly unpackedBytes: number;
  /** The paths in it, such as `dist/main.js`. */
  readonly files: readonly string[];
}

const execute = promisify(execFile);

/** Builds the package and packs it into `folder`, which is made if it does not exist. */
export async function packPackage(folder: string): Promise<Packed> {
  const built = mkdtempSync(join(tmpdir(), "gateway-package-"));
  try {
    await buildPackage(built);
    mkdirSync(folder, { recursive: true });
    const args = ["pack", "--json", "--pack-destination", folder];
    const { stdout } = await execute("npm", args, { cwd: built, shell: needsShell("npm") });
    const [packed] = JSON.parse(stdout) as {
      filename: string;
      size: number;
      unpackedSize: number;
      files: { path: string }[];
    }[];
    if (!packed) throw new Error(`npm pack packed nothing: ${stdout}`);
    return {
      archive: join(folder, packed.filename),
      bytes: packed.size,
      unpackedBytes: packed.unpackedSize,
      files: packed.files.map(({ path }) => path).sort(),
    };
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
}
