import { expect, it } from "vitest";
import { keepRunning, mostFailures } from "./keep-running.mjs";
import { startNode } from "./processes.mjs";

/** Runs `script` until it is given up or was started `most` times. Returns the number of starts and the exit codes. */
function keep(script: string, { soonMs, most }: { soonMs: number; most: number }) {
  let starts = 0;
  const codes: number[] = [];
  return new Promise<{ starts: number; codes: number[]; gaveUp: boolean }>((resolve) => {
    const end = (gaveUp: boolean) => resolve({ starts, codes, gaveUp });
    const start = () => {
      starts += 1;
      return startNode(["-e", script], { stdio: "ignore" });
    };
    keepRunning(start, {
      isWanted() {
        if (starts >= most) end(false);
        return starts < most;
      },
      onRestart: (code) => codes.push(code),
      onGiveUp: () => end(true),
      times: { soonMs, pauseMs: 1 },
    });
  });
}

it("a process that always stops right after its start is given up", async () => {
  const { starts, codes, gaveUp } = await keep("process.exit(3)", { soonMs: 60_000, most: 20 });
  expect(gaveUp).toBe(true);
  expect(starts).toBe(mostFailures);
  expect(codes).toEqual([3, 3, 3, 3]);
});

it("a process that ran for a while is started again however often it stops", async () => {
  const { starts, gaveUp } = await keep("", { soonMs: 0, most: mostFailures + 2 });
  expect(gaveUp).toBe(false);
  expect(starts).toBe(mostFailures + 2);
});
