import { describe, expect, it, vi } from "vitest";
import {
  type CheckId,
  checkIds,
  countUnwell,
  notRun,
  notWell,
  runSteps,
  type Step,
  type Steps,
  stepOf,
} from "./steps";

const passed: Step = { status: "passed", detail: "" };

async function run(
  special: Partial<Record<CheckId, () => Promise<Step>>>,
  signal = new AbortController().signal,
) {
  const reported: Steps[] = [];
  const usual = Object.fromEntries(checkIds.map((id) => [id, async () => passed]));
  const checks = { ...usual, ...special } as Record<CheckId, () => Promise<Step>>;
  await runSteps(checks, (steps) => reported.push(steps), signal);
  return reported;
}

const statuses = (steps: Steps | undefined) => checkIds.map((id) => steps?.[id].status);

describe("runSteps", () => {
  it("runs the checks in turn and reports each change", async () => {
    const reported = await run({});
    expect(reported.length).toBe(1 + 2 * checkIds.length);
    expect(statuses(reported[1])).toEqual(["running", ...Array(6).fill("waiting")]);
    expect(statuses(reported.at(-1))).toEqual(Array(7).fill("passed"));
  });

  it("skips checks that cannot work after a failure, and goes on after a warning", async () => {
    const media = vi.fn(async () => passed);
    const reported = await run({ server: async () => notWell("server_unreachable"), media });
    expect(statuses(reported.at(-1))).toEqual([
      "passed",
      "failed",
      ...Array(3).fill("passed"),
      "skipped",
      "skipped",
    ]);
    expect(media).not.toHaveBeenCalled();
    const mild = await run({ microphone: async () => notWell("mic_silent") });
    expect(statuses(mild.at(-1))).toEqual(["passed", "passed", "warning", ...Array(4).fill("passed")]);
  });

  it("counts a check that throws as failed", async () => {
    const reported = await run({ sound: () => Promise.reject(new Error("boom")) });
    expect(reported.at(-1)?.sound).toEqual({ status: "failed", code: "unknown", sdkCode: null, detail: "" });
  });

  it("stops when aborted", async () => {
    const abort = new AbortController();
    const reported = await run(
      {
        server: async () => {
          abort.abort();
          return passed;
        },
      },
      abort.signal,
    );
    expect(statuses(reported.at(-1))).toEqual(["passed", "running", ...Array(5).fill("waiting")]);
  });
});

describe("countUnwell", () => {
  it("counts failures and warnings, but not notifications", () => {
    const notifications = notWell("notify_blocked");
    expect(notifications.status).toBe("warning");
    expect(countUnwell({ ...notRun, notifications })).toBe(0);
    const server = notWell("server_unreachable");
    expect(countUnwell({ ...notRun, notifications, server, sound: notWell("sound_blocked") })).toBe(2);
  });
});

describe("stepOf", () => {
  it("keeps the SDK's code of a failure", () => {
    const step = stepOf({ ok: false, problem: { code: "token_refused", sdkCode: 20101 } });
    expect(step).toEqual({ status: "failed", code: "token_refused", sdkCode: 20101, detail: "" });
  });
});
