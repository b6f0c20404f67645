import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The path of a program that this machine has. Else undefined, and it is said that the tests that need it are skipped. */
export function findProgram(name: string): string | undefined {
  // /usr/sbin is not on everybody's PATH.
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  const path = folders.map((folder) => join(folder, name)).find((one) => existsSync(one));
  if (!path) console.warn(`no ${name} on this machine: the tests that need it are skipped`);
  return path;
}
