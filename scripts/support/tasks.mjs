import { join } from "node:path";
import { root } from "./processes.mjs";

/**
 * A command of a task: a title for people, and the arguments that Node.js is started with.
 * @typedef {{ title: string, args: string[] }} Command
 */

/** The program of an installed package, by its path: `npx` would add a second of start-up and a prompt. */
const program = (path) => join(root, "node_modules", path);

const typescript = ["--import", "tsx"];

/**
 * What the npm scripts run. `npm test` runs lint and typecheck from here too, so that each has one definition.
 * @type {Record<string, { commands: Command[], needsChromium?: boolean }>}
 */
export const tasks = {
  lint: {
    commands: [
      { title: "Lint", args: [program("@biomejs/biome/bin/biome"), "check", "--error-on-warnings", "."] },
    ],
  },
  format: {
    commands: [{ title: "Format", args: [program("@biomejs/biome/bin/biome"), "check", "--write", "."] }],
  },
  typecheck: {
    commands: [
      // Next writes the types of the routes, which the second command checks.
      { title: "Route types", args: [program("next/dist/bin/next"), "typegen"] },
      { title: "Types", args: [program("typescript/bin/tsc"), "--noEmit", "-p", "."] },
    ],
  },
  "build:standalone": {
    commands: [{ title: "Standalone build", args: [...typescript, "scripts/deploy/build.ts"] }],
  },
  "db:generate": { commands: [{ title: "Migration", args: [program("drizzle-kit/bin.cjs"), "generate"] }] },
  rooms: { commands: [{ title: "Rooms", args: [...typescript, "scripts/rooms/print.ts"] }] },
  bite: { commands: [{ title: "Bite", args: [...typescript, "scripts/bite/main.ts"] }] },
  functions: { commands: [{ title: "Functions", args: [...typescript, "scripts/vercel/main.ts"] }] },
  gateway: { commands: [{ title: "Gateway", args: [...typescript, "lib/gateway/main.ts"] }] },
  "gateway:pack": {
    commands: [{ title: "Gateway package", args: [...typescript, "scripts/gateway-package/main.ts"] }],
  },
  screenshots: {
    commands: [{ title: "Screenshots", args: [...typescript, "scripts/screenshots/main.ts"] }],
    needsChromium: true,
  },
  load: {
    commands: [{ title: "Load", args: ["--conditions=react-server", ...typescript, "scripts/load/main.ts"] }],
  },
  admin: {
    commands: [
      { title: "Admin", args: ["--conditions=react-server", ...typescript, "scripts/admin/main.ts"] },
    ],
  },
  "twilio:provision": {
    commands: [{ title: "Provisioning", args: [...typescript, "scripts/provision/main.ts"] }],
  },
  doctor: {
    commands: [
      { title: "Doctor", args: ["--conditions=react-server", ...typescript, "scripts/doctor/main.ts"] },
    ],
  },
  backup: {
    commands: [
      { title: "Backup", args: ["--conditions=react-server", ...typescript, "scripts/backup/backup.ts"] },
    ],
  },
  restore: {
    commands: [
      { title: "Restore", args: ["--conditions=react-server", ...typescript, "scripts/backup/restore.ts"] },
    ],
  },
  bench: {
    commands: [
      { title: "Bench", args: ["--conditions=react-server", ...typescript, "scripts/bench/main.ts"] },
    ],
    needsChromium: true,
  },
};
