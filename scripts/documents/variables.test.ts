import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { isSourceFile, listFiles, root } from "../rooms/imports";
import { documents } from "./documents";
import { exampleSettings, schemaSettings } from "./settings";
import { namedVariables, readVariables } from "./variables";

const read = (path: string) => readFileSync(join(root, path), "utf8");

/** Read by Node.js itself: https://nodejs.org/api/cli.html#environment-variables */
const ofNode = ["NODE_EXTRA_CA_CERTS"];

/** What is no source, and sets or reads variables all the same. */
const files = listFiles("").filter(
  (path) => isSourceFile(path) || /(^|\/)(Dockerfile|Caddyfile)$|\.(ya?ml|service)$/.test(path),
);
const known = new Set([
  ...ofNode,
  ...exampleSettings(read(".env.example")),
  ...schemaSettings(read("lib/env/settings.ts")),
  ...schemaSettings(read("lib/gateway/config.ts")),
  ...files.flatMap((path) => readVariables(read(path))),
]);

// The changelog may name variables of the past.
it.each(documents.filter((path) => path !== "CHANGELOG.md"))(
  "each variable that %s names is read by something",
  (path) => {
    expect(namedVariables(read(path)).filter((variable) => !known.has(variable))).toEqual([]);
  },
);

it("the search reads the files that are no source, where there are any", () => {
  expect(existsSync(join(root, ".github/workflows/ci.yml"))).toBe(true);
  expect(files).toContain(".github/workflows/ci.yml");
  expect(known).toContain("POSTGRES_HOST_AUTH_METHOD");
});

it("variables are found in code, and nothing else in capitals", () => {
  const text = "`APP_URL=x` API_KEY `PORT` `E_X-y` `EADDRINUSE`\n```sh\nA_B=1 npm start\n```\n`APP_URL`";
  expect(namedVariables(text)).toEqual(["A_B", "APP_URL"]);
});

it("variables are found in each form of reading", () => {
  const source = "process.env.A_B; env.C_D; $E_F\nG_H=1\n  I_J: x\nconst K_L = 1;\nenv['M_N']";
  expect(readVariables(source).sort()).toEqual(["A_B", "C_D", "E_F", "G_H", "I_J", "M_N"]);
});
