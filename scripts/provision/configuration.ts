import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import nextEnv from "@next/env";
import { valueIn } from "@/lib/provision/env-text";
import { type Values, writtenNames } from "@/lib/provision/names";
import { Problem } from "@/lib/provision/problem";
import { type DiskFile, openEnvFile } from "./env-file";

/** What the app would read, and from where. */
export interface Configuration {
  readonly file: DiskFile;
  /** What is set now: this shell's environment before the files. A variable that is empty there hides the files', and counts as unset. */
  readonly settings: Readonly<Record<string, string | undefined>>;
  /** What the files alone give, by the same names. */
  readonly inFiles: Values;
  /** Where a value is set that wins over the file, and the value. */
  winner(name: string): { readonly where: string; readonly value: string } | undefined;
}

/** Next.js reads these in production, the first one that has a name gives its value. */
const nextFiles = [".env.production.local", ".env.local", ".env.production", ".env"];

/** The settings that this command knows beside those that it writes. */
const readNames = ["TWILIO_API_URL", "VOICE_GATEWAY_URL", "VERCEL_PROJECT_PRODUCTION_URL"] as const;

/**
 * Reads the environment and its files, as `npm start` does.
 *
 * @param path of the file to write. A file that Next.js reads counts together with the others in its folder; one of
 *   another name, such as that of a service, stands alone.
 */
export function readConfiguration(path: string): Configuration {
  const file = openEnvFile(path);
  const known = nextFiles.includes(basename(path));
  const texts = (known ? nextFiles : [basename(path)]).map((name) => ({
    path: name,
    contents: name === basename(path) ? file.read() : readBeside(join(dirname(path), name)),
    env: {},
  }));
  const names = [...writtenNames, ...readNames];
  const shell = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  // A name that is set would hide what the files say of it. The shell's values are in `shell` from here on.
  for (const name of names) delete process.env[name];
  const [, inFiles = {}] = nextEnv.processEnv(texts, dirname(path), { info() {}, error() {} }, true);
  return {
    file,
    settings: Object.fromEntries(
      names.map((name) => [name, (shell[name] ?? inFiles[name])?.trim() || undefined]),
    ),
    inFiles,
    winner: (name) => findWinner(name, shell[name], texts, basename(path)),
  };
}

function findWinner(
  name: string,
  inShell: string | undefined,
  texts: readonly { path: string; contents: string }[],
  target: string,
) {
  if (inShell !== undefined) return { where: "this shell's environment", value: inShell };
  const before = texts.slice(
    0,
    texts.findIndex(({ path }) => path === target),
  );
  for (const { path, contents } of before) {
    const value = valueIn(contents, name);
    if (value !== undefined) return { where: path, value };
  }
  return undefined;
}

/** The text of a file that is read only; "" if Next.js would pass over it, too. */
function readBeside(path: string): string {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return "";
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new Problem(`${path} cannot be read: permit it to this user, or remove it.`, 2);
  }
}
