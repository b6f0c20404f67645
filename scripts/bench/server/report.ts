import type { PartReport, Row } from "../report/row";
import { benchedRoutes, benchServer } from "./bench-server";

/** How many times the processor time of the bare server a route may take. */
const mostTimes = 3;

/** Measures the routes of a call and of an open tab beside a bare server with the same queries, as rows. */
export async function reportServer(quick: boolean): Promise<PartReport> {
  const figures = await benchServer(quick ? { requests: 200, rounds: 2 } : {});
  const rows = benchedRoutes.flatMap((route): Row[] => {
    const { bare, ours } = figures[route];
    const row = (step: string, unit: string, figure: keyof typeof bare, digits: number): Row => ({
      step: `${route}: ${step}`,
      unit,
      digits,
      figures: { bare: { value: bare[figure] }, ours: { value: ours[figure] } },
    });
    return [
      { ...row("processor of a request", "ms", "cpuMsEach", 2), target: { timesBare: mostTimes } },
      row("half of the requests answered within", "ms", "p50Ms", 1),
    ];
  });
  return { rows, notes: ["on PostgreSQL; bare is node:http with the same queries"], more: figures };
}
