import { describe, expect, it } from "vitest";
import { circlesIn, roomOf, violationsOf } from "./check";
import { circlesOf, floorsOf, graphOf } from "./circles";
import { globalsOf, readsEnvironment } from "./globals";
import { isForTests, isSourceFile, readSource, readSources, type Source } from "./imports";
import { onlyIn, rooms } from "./rooms";

// A rule that is only written down is soon broken: here the table of rooms is held against every file.

const sources = readSources();
const products = sources.filter(({ path }) => !isForTests(path));

/** The project with one more file in it. */
function withFile(path: string, text: string): Source[] {
  return [...sources, readSource(path, text)];
}

/** A file of each room: one that is no test, if the room has one. */
const fileOfRoom = new Map([...sources, ...products].map(({ path }) => [roomOf(rooms, path)?.path, path]));

function fileOf(room: string): string {
  const file = fileOfRoom.get(room);
  if (!file) throw new Error(`${room} has no file`);
  return file;
}

describe("the table of rooms", () => {
  it("has a room for every source file, and permits every import", () => {
    expect(violationsOf(sources, rooms)).toEqual([]);
  });

  it("has no room without files, and no unused permission", () => {
    for (const { path, may, packages, testsMay = [] } of rooms) {
      const mine = sources.filter((source) => roomOf(rooms, source.path)?.path === path);
      expect(mine.length, path).toBeGreaterThan(0);
      const used = mine.flatMap(({ imports }) => imports.map(({ target }) => target));
      const unused = [...may, ...packages, ...testsMay].filter(
        (allowed) => !used.some((target) => target === allowed || target.startsWith(`${allowed}/`)),
      );
      expect(unused, path).toEqual([]);
    }
  });

  it("has no circle of files or folders, type imports included", () => {
    expect(circlesIn(sources)).toEqual([]);
  });
});

describe("the check of rooms reports", () => {
  const forms: readonly ((path: string) => string)[] = [
    (path) => `import { thing } from "@/${path}";`,
    (path) => `import type { Thing } from "@/${path}";`,
    (path) => `export * from "@/${path}";`,
    (path) => `const thing = await import("@/${path}");`,
    (path) => `type Thing = import("@/${path}").Thing;`,
    (path) => `import thing from "@/${path}" with { type: "json" };`,
    (path) => `import "@/${path}";`,
    (path) => `import {} from "@/${path}";`,
    (path) => `export {} from "@/${path}";`,
    (path) => `export type {} from "@/${path}";`,
    (path) => `import thing = require("@/${path}");`,
    (path) => `const thing = await import(\`@/${path}\`);`,
    (path) => `const thing = require("@/${path}");`,
    (path) => `const path = require.resolve("@/${path}");`,
    (path) => `const url = import.meta.resolve("@/${path}");`,
    (path) => `const thing = await vi.importActual("@/${path}");`,
  ];

  it.each(rooms.map(({ path, may, testsMay = [] }) => ({ path, allowed: [...may, ...testsMay] })))(
    "each import by $path of a forbidden room or package",
    ({ path, allowed }) => {
      const inside = /\.\w+$/.test(path) ? path : `${path}/fabricated.ts`;
      const targets = rooms
        .map((room) => room.path)
        .filter(
          (other) => other !== path && !allowed.some((one) => one === other || one.startsWith(`${other}/`)),
        )
        .map(fileOf)
        // Tests may import what is there for tests.
        .filter((target) => !isForTests(inside) || !isForTests(target));
      expect(targets.length).toBeGreaterThan(5);
      // Each form has a turn; that every form is seen has a test of its own.
      const lines = targets.map((target, index) => forms[index % forms.length]?.(target));
      const importing = readSource(inside, `${lines.join("\n")}\nimport "left-pad";`);
      const found = violationsOf([importing], rooms);
      expect(new Set(found)).toEqual(
        new Set([...targets, "left-pad"].map((target) => `${inside} imports ${target}`)),
      );
      expect(found).toHaveLength(lines.length + 1);
    },
  );

  it.each(forms.map((form) => form("lib/db/client.ts")))("an import in the form %s", (line) => {
    const importing = readSource("components/ui/fabricated.ts", line);
    expect(violationsOf([importing], rooms)).toEqual([`${importing.path} imports lib/db/client.ts`]);
  });

  it("the address of a source file, as for a Worker, and not that of a folder or a sound", () => {
    const targetsOf = (text: string) =>
      readSource("lib/phone/calls/fabricated.ts", text).imports.map(({ target }) => target);
    expect(targetsOf('new Worker(new URL("../../db/client.ts", import.meta.url));')).toEqual([
      "lib/db/client.ts",
    ]);
    expect(targetsOf('new URL("../..", import.meta.url); new URL("/x.ts", origin);')).toEqual([]);
  });

  it("a reference in front of the code, with or without a dot", () => {
    const targetsOf = (text: string) =>
      readSource("lib/phone/fabricated.ts", text).imports.map(({ target }) => target);
    expect(targetsOf('/// <reference path="phone.ts" />\n/// <reference path="../env.ts" />')).toEqual([
      "lib/phone/phone.ts",
      "lib/env.ts",
    ]);
    expect(targetsOf('/// <reference types="left-pad" />')).toEqual(["left-pad"]);
  });

  it.each(["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"])(
    "a forbidden import in a file that ends with .%s",
    (ending) => {
      const importing = readSource(`components/ui/fabricated.${ending}`, 'import "next-auth/jwt";');
      expect(violationsOf([importing], rooms)).toEqual([`${importing.path} imports next-auth`]);
      expect(isSourceFile(importing.path)).toBe(true);
    },
  );

  it("a file in no room", () => {
    const outside = readSource("somewhere/file.ts", "export {};");
    expect(violationsOf([outside], rooms)).toEqual(["somewhere/file.ts is in no room"]);
  });

  it("a product file that imports test support", () => {
    const testing = sources.find(({ path }) => path.startsWith("lib/phone/testing/"))?.path;
    const importing = readSource("lib/phone/calls/fabricated.ts", `import "@/${testing}";`);
    expect(violationsOf([importing], rooms)).toHaveLength(1);
  });

  it("an import whose path is computed or does not exist", () => {
    for (const text of [
      "await import(name)",
      'await import("./" + name)',
      "require(name)",
      'createRequire(import.meta.url)("zod")',
    ]) {
      expect(() => readSource("lib/env.ts", text)).toThrow("cannot be checked");
    }
    expect(() => readSource("lib/env.ts", 'import "./not-there"')).toThrow("cannot find");
  });

  it("no import in a comment or a text", () => {
    const quiet = '// import "@/lib/db/client";\nconst text = \'import "@/lib/db/client"\';';
    expect(readSource("components/ui/fabricated.ts", quiet).imports).toEqual([]);
  });

  it("a circle of files, and one of folders without a circle of files", () => {
    const selectors = 'import type { Calls } from "@/lib/phone/calls/calls";';
    expect(circlesIn(withFile("lib/phone/state/fabricated.ts", selectors)).flat()).toContain(
      "lib/phone/state",
    );
    // components/people imports components/phone/hooks already.
    const presence = 'import { PresenceDot } from "@/components/people/presence";';
    expect(circlesIn(withFile("components/phone/in-call/fabricated.ts", presence))).toContainEqual([
      "components/people",
      "components/phone",
    ]);
    expect(
      circlesOf(
        graphOf([
          ["a", "b"],
          ["b", "c"],
          ["c", "a"],
          ["c", "d"],
        ]),
      ),
    ).toEqual([["a", "b", "c"]]);
    expect([
      ...floorsOf(
        graphOf([
          ["a", "b"],
          ["b", "c"],
          ["a", "c"],
        ]),
      ),
    ]).toEqual([
      ["c", 1],
      ["b", 2],
      ["a", 3],
    ]);
  });
});

describe("the repository", () => {
  it("reads process.env only in lib/env.ts and in the gateway's own process", () => {
    const inProduct = /^(app|components|lib|proxy\.ts|instrumentation\.ts)/;
    const readers = products.filter((source) => inProduct.test(source.path) && readsEnvironment(source));
    expect(readers.map(({ path }) => path).sort()).toEqual([
      // Next puts in which runtime it starts, which is no setting of ours.
      "instrumentation.ts",
      "lib/env.ts",
      "lib/gateway/main.ts",
    ]);
  });

  it.each([
    "process.env.A",
    "process['env'].A",
    "const { env } = process;",
    "globalThis.process.env.A",
    'import { env } from "node:process";',
  ])("the search finds a reading of the environment: %s", (text) => {
    expect(readsEnvironment(readSource("lib/db/fabricated.ts", text))).toBe(true);
  });

  it("the search finds none in a comment or another use of the process", () => {
    const text = '// process.env\nimport { env } from "@/lib/env"; env(process.cwd());';
    expect(readsEnvironment(readSource("lib/db/fabricated.ts", text))).toBe(false);
  });

  it("marks every file of lib/server server-only", () => {
    const unmarked = products
      .filter(({ path }) => /^lib\/server\//.test(path))
      .filter(({ imports }) => !imports.some(({ target }) => target === "server-only"));
    expect(unmarked.map(({ path }) => path)).toEqual([]);
  });

  it.each(Object.entries(onlyIn))("imports %s only in %s", (name, file) => {
    const users = products.filter(({ imports }) => imports.some(({ target }) => target === name));
    expect(users.map(({ path }) => path)).toEqual([file]);
  });

  it("uses the browser's globals only in the adapters and extras of the phone and the stream of changes", () => {
    const names = new Set(["window", "document", "navigator", "location", "localStorage", "fetch"]);
    const touching = products
      .filter(({ path }) => /^lib\/(phone|live)\//.test(path))
      .filter((source) => globalsOf(source, names).length > 0)
      .filter(({ path }) => !/^lib\/phone\/(adapters|extras)\/|^lib\/live\/page\.ts$/.test(path));
    expect(touching.map(({ path }) => path)).toEqual([]);
  });

  it("the search finds a used global, but no property or comment of that name", () => {
    const source = (text: string) => readSource("lib/phone/calls/fabricated.ts", text);
    const names = new Set(["window", "fetch"]);
    expect(globalsOf(source("const a = { window: 1 }; a.window; // fetch"), names)).toEqual([]);
    expect(globalsOf(source('"x" in window; globalThis.fetch("/")'), names)).toEqual(["fetch", "window"]);
    expect(globalsOf(source('globalThis["fetch"]("/")'), names)).toEqual(["fetch"]);
  });
});
