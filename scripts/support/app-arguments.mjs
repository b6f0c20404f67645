/**
 * The arguments with which Next serves the app.
 *
 * The local stack has demo people with a known password, so it listens on loopback only.
 * @param {{ local: boolean, development: boolean, port: string }} stack
 * @returns {string[]}
 */
export function appArguments({ local, development, port }) {
  return [development ? "dev" : "start", "-p", port, ...(local ? ["-H", "localhost"] : [])];
}
