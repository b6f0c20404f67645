import type { CallRecord } from "@/lib/contracts";

/** The calls of one local day, newest first. */
interface Day {
  /** Local midnight. */
  readonly start: Date;
  readonly calls: readonly CallRecord[];
}

const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());

/** Groups calls, newest first, by the day on which they began in the reader's time zone. */
export function groupByDay(calls: readonly CallRecord[]): readonly Day[] {
  const days: { start: Date; calls: CallRecord[] }[] = [];
  for (const call of calls) {
    const start = midnight(new Date(call.startedAt));
    const last = days.at(-1);
    if (last && last.start.getTime() === start.getTime()) last.calls.push(call);
    else days.push({ start, calls: [call] });
  }
  return days;
}

/** How many days ago a local midnight was: 0 today, 1 yesterday. */
export function daysAgo(start: Date, now: Date): number {
  // Days with a clock change have 23 or 25 hours.
  return Math.round((midnight(now).getTime() - start.getTime()) / 86_400_000);
}
