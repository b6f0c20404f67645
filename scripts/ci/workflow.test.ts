import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { engines, scripts } from "../../package.json";
import { listFiles, root } from "../rooms/imports";
import { requireNode } from "../support/ensure-installed.mjs";
import { stepsOf, workflowSchema, wrongCommand } from "./workflow";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const exists = (path: string) => existsSync(join(root, path));
const path = ".github/workflows/ci.yml";
const text = read(path);
const workflow = workflowSchema.parse(parse(text));
const steps = stepsOf(workflow);
const versions = Object.values(workflow.jobs).flatMap(({ strategy }) => strategy.matrix.node);

describe("the workflow", () => {
  it("is the only one, so that this test sees all", () => {
    expect(listFiles(".github/workflows")).toEqual([path]);
  });

  it("runs both commands of the README, and only commands that exist", () => {
    const commands = steps.flatMap(({ run }) => run ?? []);
    expect(commands).toEqual(expect.arrayContaining(["node scripts/ci/start-once.mjs", "npm test"]));
    expect(commands.flatMap((command) => wrongCommand(command, scripts, exists) ?? [])).toEqual([]);
  });

  it("runs on the oldest Node.js that is allowed, on the one that contributors use, and on the next two", () => {
    const oldest = engines.node.replace(">=", "");
    expect(versions).toEqual([oldest, "22", "24"]);
    expect(oldest.split(".")[0]).toBe(read(".nvmrc").trim());
    // "22" stands for its newest release.
    for (const version of versions) {
      const whole = version.includes(".") ? version : `${version}.99`;
      expect(() => requireNode(engines.node, whole)).not.toThrow();
    }
  });

  it("has PostgreSQL where the tests of data look for it", () => {
    const address = /postgres:\/\/(\w+)@127\.0\.0\.1:(\d+)/.exec(read("lib/db/testing/server.ts"));
    const [, user, port] = address ?? [];
    const services = Object.values(workflow.jobs).flatMap((job) => Object.values(job.services ?? {}));
    expect(services).toHaveLength(1);
    expect(services[0]?.image).toMatch(/^postgres:\d+$/);
    expect(services[0]?.ports).toEqual([`${port}:5432`]);
    // Without a password, and so for the user that the image makes: postgres.
    expect(services[0]?.env).toEqual({ POSTGRES_HOST_AUTH_METHOD: "trust" });
    expect(user).toBe("postgres");
    expect(services[0]?.options).toContain(`pg_isready --username ${user}`);
  });

  it("names a version of every action, and gives no job the right to write", () => {
    const actions = steps.flatMap(({ uses }) => uses ?? []);
    expect(actions.length).toBeGreaterThan(2);
    // A major version, or the commit to which Renovate pins it.
    expect(actions.filter((action) => !/^actions\/[\w-]+@(v\d+|[0-9a-f]{40})$/.test(action))).toEqual([]);
    expect(text).not.toMatch(/secrets\.|pull_request_target|write/);
  });

  it("keeps the folder that Playwright writes", () => {
    const kept = steps.find(({ uses }) => uses?.startsWith("actions/upload-artifact@"));
    expect(kept?.if).toBe("failure()");
    expect(read("e2e/playwright.config.ts")).toContain(`outputDir: "../${String(kept?.with?.path)}`);
  });
});

describe("the check", () => {
  it("finds commands that do not exist", () => {
    const known = { test: "x", "test:unit": "x" };
    const has = (file: string) => file === "scripts/a.mjs";
    expect(wrongCommand("npm test", known, has)).toBeNull();
    expect(wrongCommand("npm run test:unit lib", known, has)).toBeNull();
    expect(wrongCommand("npm run tset", known, has)).toBe('there is no npm script "tset"');
    expect(wrongCommand("node scripts/a.mjs", known, has)).toBeNull();
    expect(wrongCommand("node scripts/b.mjs", known, has)).toBe("there is no scripts/b.mjs");
    expect(wrongCommand("curl x | sh", known, has)).toBe("an unknown command: curl x | sh");
  });

  it.each([
    ["a job without a limit", text.replace(/timeout-minutes: \d+/, "")],
    ["a misspelled word", text.replace("fail-fast", "fail-fest")],
    ["more rights", text.replace("contents: read", "contents: write")],
    ["an image without a version", text.replace(/postgres:\d+/, "postgres")],
    ["a step that does nothing", text.replace("run: npm test", "name: npm test")],
  ])("finds %s", (_, wrong) => {
    expect(wrong).not.toBe(text);
    const parsed = (() => {
      try {
        return workflowSchema.safeParse(parse(wrong)).success;
      } catch {
        return false;
      }
    })();
    expect(parsed).toBe(false);
  });
});
