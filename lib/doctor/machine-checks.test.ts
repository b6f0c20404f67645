import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigurationProblem } from "./base/needs";
import { thisMachine } from "./machine";
import { findingOf, localVariables, testNeeds, twilioVariables } from "./testing/needs";

const mebibyte = 1024 * 1024;

describe("Node.js", () => {
  test.each(["20.19.0", "20.20.2", "22.0.0", "24.1.3"])("%s is new enough", async (nodeVersion) => {
    expect(await findingOf("node", { machine: { nodeVersion } })).toMatchObject({ status: "ok" });
  });

  test.each(["20.18.9", "18.20.0", "9.9.9"])("%s is too old", async (nodeVersion) => {
    expect(await findingOf("node", { machine: { nodeVersion } })).toMatchObject({
      status: "failed",
      problem: "node_old",
      detail: expect.stringContaining(nodeVersion),
    });
  });
});

test("little memory is a warning", async () => {
  const memory = (free: number) =>
    findingOf("memory", { machine: { availableMemory: () => free * mebibyte } });
  expect(await memory(256)).toMatchObject({ status: "ok" });
  expect(await memory(255)).toMatchObject({ status: "warning", problem: "memory_low", number: 255 });
});

describe("the disk", () => {
  const disk = (free: number) => findingOf("disk", { machine: { freeDisk: async () => free * mebibyte } });

  test("has room, little, or none", async () => {
    expect(await disk(1_024)).toMatchObject({ status: "ok" });
    expect(await disk(1_023)).toMatchObject({ status: "warning", problem: "disk_low", number: 1_023 });
    expect(await disk(99)).toMatchObject({ status: "failed", problem: "disk_low", number: 99 });
  });

  test("is not looked at where the app keeps nothing on one", async () => {
    expect(await findingOf("disk", { dataDir: null })).toMatchObject({ status: "skipped" });
  });

  test("is that of the data folder, or of where it will be", async () => {
    const folder = mkdtempSync(join(tmpdir(), "browser-phone-doctor-"));
    const machine = { freeDisk: thisMachine.freeDisk };
    expect(await findingOf("disk", { machine, dataDir: folder })).toMatchObject({
      status: expect.stringMatching(/ok|warning/),
    });
    const below = join(folder, "not", "there", "yet");
    expect(await findingOf("disk", { machine, dataDir: below })).toMatchObject({
      status: expect.stringMatching(/ok|warning/),
    });
  });

  test("cannot be written", async () => {
    const folder = mkdtempSync(join(tmpdir(), "browser-phone-doctor-"));
    chmodSync(folder, 0o500);
    const freeDisk = async (path: string) => {
      // Root may write everywhere, so a file stands where a folder should be.
      if (process.getuid?.() === 0) return thisMachine.freeDisk(join("/proc/version", path));
      return thisMachine.freeDisk(path);
    };
    const found = await findingOf("disk", { machine: { freeDisk }, dataDir: join(folder, "data") });
    expect(found).toMatchObject({ status: "failed", problem: "disk_read_only" });
  });
});

describe("the configuration", () => {
  test("is complete in both modes", async () => {
    expect(await findingOf("environment")).toMatchObject({ status: "ok", detail: "complete, in local mode" });
    expect(await findingOf("environment", { variables: twilioVariables })).toMatchObject({
      status: "ok",
      detail: "complete, with Twilio",
    });
  });

  test("that is half set names each field and no value, and is mended by provisioning", async () => {
    const variables = { ...twilioVariables, TWILIO_API_KEY: "", TWILIO_API_SECRET: "short-secret" };
    const found = await findingOf("environment", { variables });
    expect(found).toMatchObject({ status: "failed", problem: "environment_wrong", number: 2 });
    expect(found.detail).toMatch(/TWILIO_API_KEY: missing.*; TWILIO_API_SECRET: must be/);
    expect(JSON.stringify(found)).not.toContain("short-secret");
    expect(found).toMatchObject({ fix: expect.stringContaining("npm run twilio:provision") });
  });

  test("of which only its owner knows what is right is mended by hand", async () => {
    const variables = { ...localVariables, APP_URL: "phone.example.com/secret-path" };
    const found = await findingOf("environment", { variables });
    expect(found).toMatchObject({ status: "failed", fix: expect.stringContaining(".env.local") });
    expect(JSON.stringify(found)).not.toContain("secret-path");
  });

  test("that cannot be put together says why", async () => {
    const problem = new ConfigurationProblem("PORT must be a number.", "Correct it.");
    const configuration = () => {
      throw problem;
    };
    const { runChecks } = await import("./run-checks");
    const { checks, mode } = await runChecks({ ...testNeeds(), configuration });
    expect(mode).toBeNull();
    expect(checks.find(({ id }) => id === "environment")).toMatchObject({
      status: "failed",
      detail: "PORT must be a number.",
      fix: "Correct it.",
    });
  });
});
