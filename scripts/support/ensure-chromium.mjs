import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { run } from "./processes.mjs";

const onPath = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** @returns {string | undefined} the path of the first of `names` that is on the PATH */
export function findOnPath(names) {
  const finder = process.platform === "win32" ? "where" : "which";
  for (const name of names) {
    const found = spawnSync(finder, [name], { encoding: "utf8" });
    const path = found.stdout?.split(/\r?\n/)[0]?.trim();
    if (found.status === 0 && path) return path;
  }
  return undefined;
}

async function playwrightsOwn() {
  const { chromium } = await import("playwright");
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

/**
 * Finds a Chromium for the browser tests, or installs one.
 * @returns {Promise<string>} the path of its executable. Throws, and says what to do, if none can be installed.
 */
export async function ensureChromium() {
  if (process.env.CHROMIUM_PATH) {
    if (existsSync(process.env.CHROMIUM_PATH)) return process.env.CHROMIUM_PATH;
    throw new Error(`CHROMIUM_PATH names ${process.env.CHROMIUM_PATH}, which does not exist.`);
  }
  const present = (await playwrightsOwn()) ?? findOnPath(onPath);
  if (present) return present;

  console.log("Installing Chromium for the browser tests (once) …");
  await run("npx", ["playwright", "install", "--with-deps", "chromium"]).catch(() => 1);
  const own = await playwrightsOwn();
  if (own) return own;

  if (process.getuid?.() === 0 && findOnPath(["apt-get"])) {
    await run("apt-get", ["update", "-qq"]);
    await run("apt-get", ["install", "-y", "-qq", "chromium"], {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  }
  const installed = findOnPath(onPath);
  if (installed) return installed;
  throw new Error("No Chromium was found and none could be installed. Set CHROMIUM_PATH to one.");
}
