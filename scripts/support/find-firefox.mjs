import { existsSync } from "node:fs";
import { findOnPath } from "./ensure-chromium.mjs";

/**
 * Finds an installed Firefox. None is installed for the tests: Playwright's own cannot be downloaded everywhere, and the
 * tests are to show the browser that people have.
 * @returns {string} the path of its executable. Throws, and says what to do, if there is none.
 */
export function findFirefox() {
  const given = process.env.FIREFOX_PATH;
  if (given && !existsSync(given)) throw new Error(`FIREFOX_PATH names ${given}, which does not exist.`);
  const found = given || findOnPath(["firefox-esr", "firefox"]);
  if (found) return found;
  throw new Error(
    "No Firefox was found. Install one (Debian: apt-get install firefox-esr), or set FIREFOX_PATH.",
  );
}
