import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The page's script as browsers of the last years take it, as one ES module. */
async function script(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [here("main.ts")],
    bundle: true,
    format: "esm",
    target: "es2022",
    write: false,
    legalComments: "none",
  });
  // Which file each part is from. The path in it would depend on where esbuild is started.
  return (outputFiles[0]?.text ?? "").replace(/^\s*\/\/ .*\.ts\n/gm, "");
}

// The files of the page are embedded as texts: so the gateway needs no file beside it, also when it is bundled into one.
test("what is embedded is what the sources are (after a change: npx vitest run --project unit lib/gateway/inspector/page -u)", async () => {
  const parts = {
    page: readFileSync(here("page.html"), "utf8"),
    signIn: readFileSync(here("sign-in.html"), "utf8"),
    css: readFileSync(here("page.css"), "utf8"),
    script: await script(),
  };
  const lines = Object.entries(parts).map(([name, text]) => `  ${name}: ${JSON.stringify(text)},`);
  const source = [
    "/** The files of the page. Made of those beside it by embedded.test.ts: do not edit. */",
    "export const embedded = {",
    ...lines,
    "} as const;",
    "",
  ].join("\n");
  await expect(source).toMatchFileSnapshot("./embedded.ts");
});
