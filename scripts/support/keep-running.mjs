/** A process that stops so soon (ms) after its start did not work at all. */
const soonMs = 10_000;
/** After so many of these in a row another start would not help. */
export const mostFailures = 5;
/** How long (ms) it waits before the next start. */
const pauseMs = 1_000;

/**
 * Starts a process, and starts it again whenever it stops, until it has stopped `mostFailures` times right after its start.
 * @param {() => import("node:child_process").ChildProcess} start
 * @param {object} options
 * @param {() => boolean} options.isWanted asked when the process has stopped: whether it should run
 * @param {(code: number) => void} options.onRestart told the exit code before the process is started again
 * @param {() => void} options.onGiveUp
 * @param {{ soonMs: number, pauseMs: number }} [options.times] for tests
 */
export function keepRunning(start, { isWanted, onRestart, onGiveUp, times = { soonMs, pauseMs } }) {
  function run(failures) {
    const startedAt = performance.now();
    start().on("exit", (code) => {
      if (!isWanted()) return;
      const failed = performance.now() - startedAt < times.soonMs ? failures + 1 : 0;
      if (failed >= mostFailures) return onGiveUp();
      onRestart(code ?? 1);
      setTimeout(() => isWanted() && run(failed), times.pauseMs);
    });
  }
  run(0);
}
