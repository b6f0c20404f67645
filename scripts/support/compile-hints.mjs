import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** https://v8.dev/blog/explicit-compile-hints: Chromium from 136 on. Elsewhere it is a comment. */
const hint = "//# allFunctionsCalledOnLoad\n";

/** Shorter scripts (characters) take less time, and the hint makes each larger as sent: the four longest have most of the functions. */
const shortest = 100_000;

/**
 * Has browsers compile every function of the longer scripts of `folder` while they load them, on another thread. Otherwise each of the
 * bundler's modules is compiled on the page's own thread when it is first called, which is a third of its work until a page is
 * ready. To be called before the scripts are compressed, and once: a second call changes nothing.
 */
export function hintScripts(folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".js")) continue;
    const path = join(folder, name);
    const script = readFileSync(path, "utf8");
    if (script.length >= shortest && !script.startsWith(hint)) writeFileSync(path, hint + script);
  }
}
