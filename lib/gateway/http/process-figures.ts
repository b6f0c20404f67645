/** What the gateway's process uses. */
export interface ProcessFigures {
  /** Resident memory, in MiB. */
  rssMb: number;
  /** Processor time since its start, in milliseconds. */
  cpuMs: number;
}

/** The figures at this moment. */
export function processFigures(): ProcessFigures {
  const cpu = process.cpuUsage();
  return {
    rssMb: Math.round(process.memoryUsage.rss() / 1024 / 1024),
    cpuMs: Math.round(cpu.user + cpu.system) / 1000,
  };
}
