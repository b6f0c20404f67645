import type { Played } from "./calls";
import type { LoadPerson } from "./person";
import type { Timed } from "./proxies";

const webhooks = ["/api/voice/call", "/api/voice/status", "/api/voice/dial"];

/** The longest that the 99th percentile of a webhook may be (ms). Twilio gives up after 15 s. */
const webhookLimitMs = 1_000;

/** What a run showed: lines to print, and what is wrong. */
export interface Findings {
  readonly lines: string[];
  readonly wrong: string[];
}

/** Judges the requests of a run. `faults`: the database or the app was away, so requests may fail meanwhile. */
export function judgeRequests(timed: readonly Timed[], faults: boolean): Findings {
  const failed = timed.filter(({ status }) => status >= 500 || status === 0);
  const lines = [`${timed.length} requests, ${failed.length} answered with 5xx or not at all`];
  const wrong = faults || failed.length === 0 ? [] : [`failed requests: ${summary(failed)}`];
  for (const path of webhooks) {
    const ours = timed.filter((one) => one.path === path);
    const times = ours.map(({ ms }) => ms);
    const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
    lines.push(`${path}: ${times.length} requests, p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`);
    for (const { ms, at } of ours.filter((one) => one.ms > webhookLimitMs)) {
      lines.push(`  slow: ${ms.toFixed(0)} ms, from ${at.toISOString()}`);
    }
    if (!faults && !(p99 < webhookLimitMs)) wrong.push(`${path}: p99 is ${p99.toFixed(0)} ms`);
  }
  return { lines, wrong };
}

/**
 * Judges the calls of a run by what both people are told of them. Without faults each call has the outcome of its
 * course. With faults the network may have ended a call early. Still, a call that rang is known to both, each call has an
 * outcome, the same for both, and a call in which two people talked is `completed`.
 */
export async function judgeCalls(calls: readonly Played[], faults: boolean): Promise<Findings> {
  const counts = new Map<string, number>();
  const wrong: string[] = [];
  for (const call of calls) {
    const [mine, theirs] = await Promise.all([
      settledOutcome(call.caller, call.ref),
      settledOutcome(call.callee, call.ref),
    ]);
    const name = `${call.course} → ${mine}${call.broke ? " (broken off)" : ""}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    const problem = faults ? problemWithFaults(call, mine, theirs) : problemOf(call, mine, theirs);
    if (problem) wrong.push(`call ${call.ref} (${name}, callee ${theirs}): ${problem}`);
  }
  const lines = [...counts].sort().map(([name, count]) => `${String(count).padStart(4)} ${name}`);
  return { lines: [`${calls.length} calls`, ...lines], wrong };
}

function problemOf({ course, broke }: Played, mine: string, theirs: string): string | undefined {
  if (broke) return broke;
  return mine === course && theirs === course ? undefined : "another outcome than its course";
}

function problemWithFaults({ rang, talked }: Played, mine: string, theirs: string): string | undefined {
  if (mine === "none" || theirs === "none") return "no outcome";
  if (mine !== theirs) return "two people, two outcomes";
  if (rang && mine === "unknown") return "it rang and is not known";
  if (talked && mine !== "completed") return "two people talked";
  return undefined;
}

/** The outcome that a person is told: `unknown` if there is no such call, `none` if it has no outcome within 2 min. */
async function settledOutcome(person: LoadPerson, ref: string): Promise<string> {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    const response = await person.ask("GET", `/api/calls/${ref}`).catch(() => undefined);
    if (response?.status === 404) return "unknown";
    const outcome = response?.ok ? response.json().outcome : null;
    if (outcome) return outcome;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  return "none";
}

function summary(failed: readonly Timed[]): string {
  const counts = new Map<string, number>();
  for (const { path, status } of failed) {
    const name = `${status} ${path.replace(/[0-9a-f-]{36}/, "…")}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${count} × ${name}`).join(", ");
}

/** The value below which that part of `values` lies; NaN without values. */
function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
