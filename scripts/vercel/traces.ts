import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

/** What Next's build has found that a page or a route loads. */
export interface Trace {
  /** Such as `app/api/voice/call/route`. */
  readonly name: string;
  /** The files, by their paths in the project. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * The traces of the last build, without the files that `excludes` names, as a build for Vercel leaves them out. They
 * say what a function will contain before anything is deployed:
 * https://nextjs.org/docs/app/api-reference/config/next-config-js/output#how-it-works
 */
export function readTraces(root: string, excludes: readonly string[]): Trace[] {
  const folder = join(root, ".next/server");
  if (!existsSync(folder)) throw new Error("There is no build: run `npm run build` first.");
  const patterns = excludes.map(globPattern);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js.nft.json"))
    .sort()
    .map((file) => readTrace(root, join(folder, file), patterns));
}

function readTrace(root: string, path: string, excluded: readonly RegExp[]): Trace {
  const { files }: { files: string[] } = JSON.parse(readFileSync(path, "utf8"));
  const found = new Map<string, string>();
  for (const file of files) {
    const target = resolve(dirname(path), file);
    const inside = relative(root, target).split(sep).join("/");
    if (!excluded.some((pattern) => pattern.test(inside))) found.set(inside, target);
  }
  return { name: relative(join(root, ".next/server"), path).replace(/\.js\.nft\.json$/, ""), files: found };
}

/** A glob with `*` and `**` as a regular expression. Like Next's, it matches from any folder on. */
export function globPattern(glob: string): RegExp {
  const parts = glob.split(/(\*\*\/|\*\*|\*)/).map((part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    return part.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`(?:^|/)${parts.join("")}$`);
}
