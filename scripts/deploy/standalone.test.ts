import { build } from "esbuild";
import { expect, test } from "vitest";
import { programOptions } from "./standalone";

test("no program of the folder begins with a part of Next, which Node.js does not find there", async () => {
  const { metafile } = await build({ ...programOptions, outdir: "none", write: false, metafile: true });
  const begins = Object.entries(metafile.outputs).flatMap(([program, { imports }]) =>
    imports
      .filter(({ kind, path }) => kind === "import-statement" && path.startsWith("next/"))
      .map(({ path }) => `${program}: ${path}`),
  );
  expect(begins).toEqual([]);
}, 120_000);
