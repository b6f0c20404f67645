import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

// The rooms of the project and what each may import. A rule that is only written down is soon broken.

const root = fileURLToPath(new URL("..", import.meta.url));
const importPattern = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)["']([^"']+)["']/g;

interface Import {
  file: string;
  /** A path inside the project (`lib/env`), or a package's name (`zod`, `node:fs`). */
  target: string;
  inside: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function importsOf(folder: string, { tests = false } = {}): Import[] {
  return sourceFiles(folder)
    .filter((file) => tests || !/\.test\.tsx?$|\/testing\//.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), "utf8");
      return [...text.matchAll(importPattern)].map(([, specifier = ""]) => resolveImport(file, specifier));
    });
}

function resolveImport(file: string, specifier: string): Import {
  if (specifier.startsWith("@/")) return { file, target: specifier.slice(2), inside: true };
  if (specifier.startsWith(".")) {
    return { file, target: relative(root, resolve(root, dirname(file), specifier)), inside: true };
  }
  return { file, target: packageName(specifier), inside: false };
}

function packageName(specifier: string): string {
  if (specifier.startsWith("node:") || builtinModules.includes(specifier)) return "node";
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function broken(imports: Import[], allowed: (one: Import) => boolean): string[] {
  return imports.filter((one) => !allowed(one)).map((one) => `${one.file} imports ${one.target}`);
}

const within = (target: string, ...rooms: string[]) =>
  rooms.some((room) => target === room || target.startsWith(`${room}/`));

describe("the rooms' import rules", () => {
  it("lib never imports app or components", () => {
    const imports = importsOf("lib", { tests: true });
    expect(broken(imports, (one) => !(one.inside && within(one.target, "app", "components")))).toEqual([]);
  });

  it("lib/contracts imports zod only", () => {
    const imports = importsOf("lib/contracts");
    const allowed = (one: Import) =>
      one.inside ? within(one.target, "lib/contracts") : one.target === "zod";
    expect(broken(imports, allowed)).toEqual([]);
  });

  it("lib/phone imports lib/contracts only, and the SDK in exactly one file", () => {
    const imports = importsOf("lib/phone");
    const allowed = (one: Import) =>
      one.inside ? within(one.target, "lib/phone", "lib/contracts") : one.target === "@twilio/voice-sdk";
    expect(broken(imports, allowed)).toEqual([]);
    const files = new Set(imports.filter((one) => one.target === "@twilio/voice-sdk").map((one) => one.file));
    expect([...files]).toEqual(["lib/phone/sdk.ts"]);
  });

  it("lib/gateway knows nothing of the rest of the project, and not Twilio's library", () => {
    const packages = ["node", "ws", "zod", "sdp-transform", "werift", "@xmldom/xmldom", "jose"];
    const allowed = (one: Import) =>
      one.inside ? within(one.target, "lib/gateway") : packages.includes(one.target);
    expect(broken(importsOf("lib/gateway"), allowed)).toEqual([]);
  });

  it("nothing outside lib/gateway imports it, so the app can only reach it over the network", () => {
    const imports = ["app", "components", "lib/server", "lib/phone", "lib/db"].flatMap((room) =>
      importsOf(room),
    );
    expect(broken(imports, (one) => !(one.inside && within(one.target, "lib/gateway")))).toEqual([]);
  });

  it("lib/db never imports lib/server, which imports it", () => {
    expect(broken(importsOf("lib/db"), (one) => !(one.inside && within(one.target, "lib/server")))).toEqual(
      [],
    );
  });

  it("components and client code never import lib/server, lib/db or lib/env", () => {
    const imports = importsOf("components");
    const secret = ["lib/server", "lib/db", "lib/env"];
    expect(broken(imports, (one) => !(one.inside && within(one.target, ...secret)))).toEqual([]);
  });

  it("process.env is read in lib/env.ts alone (the gateway's own process apart)", () => {
    const readers = ["app", "components", "lib"]
      .flatMap(sourceFiles)
      .filter((file) => !/\.test\.tsx?$|\/testing\//.test(file))
      .filter((file) => readFileSync(join(root, file), "utf8").includes("process.env"));
    expect(readers.sort()).toEqual(["lib/env.ts", "lib/gateway/main.ts"]);
  });

  it("every file of lib/server is marked server-only", () => {
    const unmarked = sourceFiles("lib/server")
      .filter((file) => !/\.test\.ts$|\/testing\//.test(file))
      .filter((file) => !readFileSync(join(root, file), "utf8").includes('import "server-only"'));
    expect(unmarked).toEqual([]);
  });
});
