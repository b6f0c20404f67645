import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { engines } from "../../package.json";
import { root } from "../support/processes.mjs";
import { programs } from "./standalone";
import { execForm, isIgnored, readDockerfile } from "./testing/dockerfile";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const stages = readDockerfile(read("Dockerfile"));
const last = stages.at(-1);
const wordsOf = (word: string) => (last?.instructions ?? []).filter((one) => one.word === word);
const secrets = /SECRET|TOKEN|PASSWORD|_SID|API_KEY|DATABASE_URL/;

/** What a command of the image starts is one of the folder's programs. */
function expectProgram(words: readonly string[]): void {
  expect(words[0]).toBe("node");
  expect(Object.keys(programs).map((name) => `${name}.mjs`)).toContain(words[1]);
}

describe("the Dockerfile", () => {
  test("runs one of the folder's programs as a process that is not root, and asks after its health", () => {
    expectProgram(execForm(wordsOf("CMD")[0]?.rest ?? ""));
    expectProgram(execForm((wordsOf("HEALTHCHECK")[0]?.rest ?? "").replace(/^CMD /, "")));
    expect(wordsOf("USER").map(({ rest }) => rest)).toEqual(["node"]);
    // Of the build nothing but the folder is in the image: no sources, no tools.
    expect(wordsOf("COPY").map(({ options, rest }) => [options.from, rest])).toEqual([
      ["build", "/build/dist ./"],
    ]);
    expect(wordsOf("RUN")).toEqual([]);
  });

  test("names no secret, and a Node.js that the project takes", () => {
    for (const { image, instructions } of stages) {
      const [, major] = /^node:(\d+)-slim$/.exec(image) ?? [];
      expect(Number(major), image).toBeGreaterThanOrEqual(Number(/\d+/.exec(engines.node)?.[0]));
      for (const { word, rest } of instructions) {
        expect(word).not.toBe("ARG");
        if (word !== "COPY") expect(rest).not.toMatch(secrets);
      }
    }
  });

  test("copies only what is in its context", () => {
    const copies = stages[0]?.instructions.filter(({ word }) => word === "COPY") ?? [];
    const sources = copies.flatMap(({ rest }) => rest.split(/\s+/).slice(0, -1));
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources) {
      expect(existsSync(join(root, source)), source).toBe(true);
      expect(isIgnored(read(".dockerignore"), source), source).toBe(false);
    }
  });
});

describe(".dockerignore", () => {
  const rules = read(".dockerignore");

  test.each([
    ".env",
    ".env.local",
    ".env.production.local",
    ".data/local-voice.json",
    "monday.backup",
    ".git/config",
    ".vercel/project.json",
    "node_modules/next/package.json",
    ".next/BUILD_ID",
    "dist/serve.mjs",
  ])("keeps %s out", (path) => {
    expect(isIgnored(rules, path)).toBe(true);
  });

  test.each([
    ".env.example",
    "app/layout.tsx",
    "lib/env.ts",
    "lib/db/migrations/0000_start.sql",
    "public/sw.js",
    "next.config.js",
    "scripts/support/ensure-built.mjs",
    "LICENSE",
  ])("lets %s in", (path) => {
    expect(existsSync(join(root, path))).toBe(true);
    expect(isIgnored(rules, path)).toBe(false);
  });

  test("the last rule decides, and a rule holds for everything beneath", () => {
    expect(isIgnored("*.md\n!README.md", "a.md")).toBe(true);
    expect(isIgnored("*.md\n!README.md", "README.md")).toBe(false);
    expect(isIgnored("*.md", "docs/a.md")).toBe(false);
    expect(isIgnored("**/*.md", "docs/deep/a.md")).toBe(true);
    expect(isIgnored("docs", "docs/a/b.md")).toBe(true);
    expect(isIgnored("docs", "docs2/a.md")).toBe(false);
  });
});

/** What these tests read of a service. */
interface Service {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly env_file?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly restart: string;
  readonly networks: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly healthcheck?: { test: readonly string[] };
  readonly read_only?: boolean;
}

describe("compose.yaml", () => {
  const text = read("compose.yaml");
  const compose = parse(text, { merge: true });
  const services: Readonly<Record<string, Service>> = compose.services;

  test("only the proxy is reached from outside, and the database from the app alone", () => {
    const published = Object.keys(services).filter((name) => services[name]?.ports);
    expect(published).toEqual(["caddy"]);
    expect(services.database?.networks).toEqual(["inside"]);
    expect(compose.networks.inside.internal).toBe(true);
    expect(services.caddy?.networks).toEqual(["outside"]);
  });

  test("every variable is asked for, and no secret has a default", () => {
    const variables = [...text.matchAll(/\$\{?(\w+)([^}]*)\}/g)];
    expect(new Set(variables.map(([, name]) => name))).toEqual(new Set(["APP_URL", "POSTGRES_PASSWORD"]));
    for (const [, name, rest] of variables) expect(rest, name).toMatch(/^:\?is missing\. /);
    for (const { environment } of Object.values(services)) {
      for (const [name, value] of Object.entries(environment)) {
        if (secrets.test(name) && value !== "") expect(value, name).toContain("${POSTGRES_PASSWORD:?");
      }
    }
  });

  test("the app starts after the migrations, these after the database, the proxy after the app", () => {
    const conditions = Object.fromEntries(
      Object.entries(services).map(([name, { depends_on = {} }]) => [
        name,
        Object.fromEntries(Object.entries(depends_on).map(([one, { condition }]) => [one, condition])),
      ]),
    );
    expect(conditions).toEqual({
      database: {},
      migrate: { database: "service_healthy" },
      app: { database: "service_healthy", migrate: "service_completed_successfully" },
      caddy: { app: "service_healthy" },
    });
    // Without a check of its own, or the image's, nothing would ever be healthy.
    expect(services.database?.healthcheck?.test[0]).toBe("CMD");
    expect(wordsOf("HEALTHCHECK")).toHaveLength(1);
  });

  test("the app and its migrations run the image, on a file system that is only read, and believe one proxy", () => {
    for (const name of ["app", "migrate"]) {
      const { build, read_only, env_file, environment, networks } = services[name] ?? {};
      expect({ build, read_only, env_file, networks }, name).toEqual({
        build: ".",
        read_only: true,
        env_file: ".env.local",
        networks: ["inside", "outside"],
      });
      expect(environment?.TRUSTED_PROXIES).toBe("1");
    }
    expectProgram(services.migrate?.command ?? []);
    expect(services.caddy?.environment.UPSTREAM).toBe(`app:${services.app?.environment.PORT}`);
  });

  test("what lasts comes back after a restart of the machine, and its data is in volumes that exist", () => {
    const restarts = Object.fromEntries(
      Object.entries(services).map(([name, { restart }]) => [name, restart]),
    );
    expect(restarts).toEqual({
      migrate: "no",
      app: "unless-stopped",
      database: "unless-stopped",
      caddy: "unless-stopped",
    });
    for (const { volumes = [] } of Object.values(services)) {
      for (const volume of volumes) {
        const [source = ""] = volume.split(":");
        if (source.startsWith(".")) expect(existsSync(join(root, source)), source).toBe(true);
        else expect(compose.volumes, source).toHaveProperty(source);
      }
    }
  });

  test("every image has a version", () => {
    const images = Object.values(services).filter(({ build }) => !build);
    for (const { image } of images) expect(image).toMatch(/^[a-z]+:\d+$/);
  });
});
