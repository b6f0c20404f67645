import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

/** The tests that measure time: on a busy machine they say more about the machine than about the code. */
const load = ["lib/gateway/**/load.test.ts"];

/** Whole calls with sound, in the time of the machine. */
const voice = ["lib/gateway/voice-*.test.ts"];

/** The tests of what a server runs, which need the production build. */
const built = ["scripts/deploy/built/**/*.test.ts"];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      // `server-only` throws outside a React server bundle; in unit tests its empty build stands in.
      { find: /^server-only$/, replacement: `${root}node_modules/server-only/empty.js` },
    ],
  },
  test: {
    // Two, as the cores of a small machine. Tests of data spend much of their time waiting for a server.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [
            "lib/**/*.test.ts",
            "app/**/*.test.ts",
            "components/**/*.test.ts?(x)",
            "scripts/**/*.test.ts",
          ],
          exclude: [...configDefaults.exclude, ...load, ...voice, ...built],
          setupFiles: ["./vitest.setup.ts"],
          globalSetup: ["./vitest.databases.ts"],
        },
      },
      // `npm test` runs them when it has built.
      { extends: true, test: { name: "built", include: built, testTimeout: 300_000, hookTimeout: 600_000 } },
      { extends: true, test: { name: "voice", include: voice, sequence: { groupOrder: 1 } } },
      // After the others and alone: nothing else may run while time is measured.
      { extends: true, test: { name: "load", include: load, sequence: { groupOrder: 2 } } },
    ],
  },
});
