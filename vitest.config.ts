import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = fileURLToPath(new URL(".", import.meta.url));

/** The tests that measure time: on a busy machine they say more about the machine than about the code. */
const load = ["lib/gateway/**/load.test.ts"];

/** Whole calls with sound, in the time of the machine. */
const voice = ["lib/gateway/voice-*.test.ts"];

/** The tests of what a server runs, which need the production build. */
const built = ["scripts/deploy/built/**/*.test.ts"];

/**
 * The files that need a document (`// @vitest-environment`) come last. A worker goes on with files of its own kind only, and
 * where the kinds alternate, each would begin with a new worker and a new embedded database.
 */
class DocumentsLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const needsDocument = sorted.map((file) =>
      readFileSync(file.moduleId, "utf8").startsWith("// @vitest-environment"),
    );
    const those = (wanted: boolean) => sorted.filter((_, index) => needsDocument[index] === wanted);
    return [...those(false), ...those(true)];
  }
}

/** In another order, as with `--sequence.shuffle.files`, each file must pass as well. */
const isShuffled = process.argv.some((argument) => argument.startsWith("--sequence.shuffle"));

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
    ...(isShuffled ? {} : { sequence: { sequencer: DocumentsLast } }),
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
          // A worker runs many files; `vitest.setup.ts` makes each begin as in a new process.
          isolate: false,
          // It keeps what it shows in itself, and is to begin anew as the modules of the project do.
          server: { deps: { inline: ["sonner"] } },
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
