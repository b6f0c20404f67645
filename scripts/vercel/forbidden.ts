import type { BuiltFunction } from "./built-functions";

/** What no function needs, and why. A path in a function must not match. */
const forbidden: readonly (readonly [path: RegExp, why: string])[] = [
  [/(^|\/)lib\/gateway\//, "the local voice gateway, which is a process of its own"],
  [/(^|\/)node_modules\/(werift|@xmldom|sdp-transform|ws)\//, "a package of the gateway"],
  [/(^|\/)node_modules\/@electric-sql\//, "the embedded database, which is refused on Vercel"],
  [
    /(^|\/)node_modules\/@node-rs\/argon2-(?!linux-x64-gnu\/)(?:android|darwin|freebsd|linux|wasm32|win32)/,
    "argon2 for another system",
  ],
  [/(^|\/)node_modules\/twilio\//, "Twilio's library as a whole: import the parts by their paths"],
  [
    /(^|\/)node_modules\/(typescript|sharp|@img|esbuild|@esbuild|tsx|@swc\/core|lightningcss)\//,
    "a tool of the build",
  ],
  [/(^|\/)node_modules\/(drizzle-kit|vitest|playwright|playwright-core|@playwright|@biomejs)\//, "a tool"],
  [/\.test\.tsx?$/, "a test"],
  [/(^|\/)(\.env(?!\.example$)|\.data\/)/, "this machine's own settings or data"],
];

/** The largest a function may be (bytes, uncompressed). Vercel takes 250 MB; a small one starts sooner. */
export const largestFunction = 10_000_000;

/** What is wrong with the files of a function; empty if nothing is. */
export function faultsOf({ name, files }: Pick<BuiltFunction, "name" | "files">, size: number): string[] {
  const found = forbidden.flatMap(([pattern, why]) => {
    const first = [...files.keys()].find((path) => pattern.test(path));
    return first === undefined ? [] : [`${name} contains ${first}: ${why}.`];
  });
  if (size > largestFunction) {
    const [mb, most] = [size, largestFunction].map((bytes) => (bytes / 1e6).toFixed(1));
    found.push(`${name} has ${mb} MB, more than ${most} MB.`);
  }
  return found;
}
