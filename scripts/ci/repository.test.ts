import { readFileSync } from "node:fs";
import { join, matchesGlob } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import packages from "../../package.json";
import { listFiles, root } from "../rooms/imports";

const read = (path: string) => readFileSync(join(root, path), "utf8");

/** The keys that renovate.json has. https://docs.renovatebot.com/configuration-options/ */
const rule = z
  .object({
    description: z.string().optional(),
    groupName: z.string().optional(),
    matchPackageNames: z.array(z.string()).optional(),
    matchManagers: z.array(z.string()).optional(),
    matchDepTypes: z.array(z.enum(["dependencies", "devDependencies"])).optional(),
    matchUpdateTypes: z.array(z.enum(["patch", "minor", "major"])).optional(),
    allowedVersions: z.string().optional(),
    automerge: z.boolean().optional(),
    enabled: z.boolean().optional(),
  })
  .strict();
const renovate = z
  .looseObject({ packageRules: z.array(rule), rangeStrategy: z.literal("pin") })
  .parse(JSON.parse(read("renovate.json")));

const installed = Object.keys({
  ...packages.dependencies,
  ...packages.devDependencies,
  ...packages.overrides,
});

describe("renovate.json", () => {
  it("names packages that there are", () => {
    const named = renovate.packageRules.flatMap(({ matchPackageNames }) => matchPackageNames ?? []);
    expect(named.length).toBeGreaterThan(5);
    // `@next/**` is there for what Next may bring one day.
    const missing = named.filter((name) => !installed.some((one) => matchesGlob(one, name)));
    expect(missing).toEqual(["@next/**"]);
  });

  it("raises what is overridden together with what asks for it", () => {
    const group = renovate.packageRules.find(({ matchPackageNames }) =>
      matchPackageNames?.includes("next-intl"),
    );
    expect(group?.matchPackageNames).toEqual(["next-intl", ...Object.keys(packages.overrides)]);
  });

  it("merges nothing by itself that people run", () => {
    const merged = renovate.packageRules.filter(({ automerge }) => automerge);
    expect(merged).toHaveLength(1);
    expect(merged[0]).toMatchObject({ matchDepTypes: ["devDependencies"], matchUpdateTypes: ["patch"] });
  });
});

const field = z.looseObject({
  type: z.enum(["markdown", "textarea", "input", "dropdown"]),
  id: z.string().optional(),
});
const form = z
  .object({
    name: z.string(),
    description: z.string(),
    labels: z.array(z.string()),
    body: z.array(field.refine(({ type, id }) => (type === "markdown") === (id === undefined))),
  })
  .strict();
const forms = listFiles(".github/ISSUE_TEMPLATE").filter((path) => !path.endsWith("config.yml"));

describe("the issue forms", () => {
  it.each(forms)("%s is one, with a name of its own for each field", (path) => {
    const { body } = form.parse(parse(read(path)));
    const ids = body.flatMap(({ id }) => id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(1);
  });

  it("lead a vulnerability elsewhere", () => {
    const config = parse(read(".github/ISSUE_TEMPLATE/config.yml"));
    expect(config.contact_links[0].about).toContain("private");
    expect(new URL(config.contact_links[0].url).protocol).toBe("https:");
    expect(read("SECURITY.md")).toContain("## Report a vulnerability");
  });
});
