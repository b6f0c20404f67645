/**
 * The arguments with which Node.js starts the app. The local stack has demo people with a known password, so it listens
 * on loopback only.
 * @param {{ local: boolean, development: boolean }} stack
 * @returns {string[]}
 */
export function appArguments({ local, development }) {
  return ["scripts/serve.mjs", ...(development ? ["--dev"] : []), ...(local ? ["--loopback"] : [])];
}
