import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** On what a run measured, as far as its figures depend on it. */
export function machineFacts() {
  const [load = 0] = loadavg();
  return {
    at: new Date().toISOString(),
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? "unknown",
    memoryGb: Math.round(totalmem() / 1e9),
    /** The load average of the last minute, before anything was started: on a busy machine compare nothing. */
    loadAtStart: Number(load.toFixed(2)),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}
