import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { namesIn, writeBrowserZod } from "./browser-zod.mjs";
import { root } from "./processes.mjs";

const folder = mkdtempSync(join(tmpdir(), "browser-phone-zod-"));
const file = join(folder, "zod-mini.mjs");

beforeAll(() => writeBrowserZod(root, file));
afterAll(() => rmSync(folder, { recursive: true }));

test("the file checks values as zod does", async () => {
  const z: typeof import("zod/mini") = await import(pathToFileURL(file).href);
  const schema = z.object({ ref: z.uuid(), at: z.nullable(z.iso.datetime()) });
  const ref = "7f0d9ac2-2f6e-4a43-9a3c-0d6f3b2f7f10";
  expect(schema.safeParse({ ref, at: null }).data).toEqual({ ref, at: null });
  expect(schema.safeParse({ ref, at: "yesterday" }).success).toBe(false);
});

test("the file has nothing that the project does not use", () => {
  const text = readFileSync(file, "utf8");
  expect(text).toContain("ZodMiniUUID");
  expect(text).not.toContain("CreditCard");
});

test.each([
  ['import * as z from "zod/mini";\nconst a = z.array(z.string());', ["array", "string"]],
  ['import { config, url } from "zod/mini";', ["config", "url"]],
  ['import { z } from "zod";\nz.email();', []],
])("the names in %j are found", (source, names) => {
  expect(namesIn(source)).toEqual(names);
});
