import "server-only";
import { format } from "node:util";
import { logError, logText } from "./log";
import { describeError } from "./log-mask";

const reported = new WeakSet<object>();

/**
 * Makes lines of our log of what Next and other libraries write to the console: they print errors whole, with every
 * property. To be called once in a process.
 */
export function captureConsole(): void {
  const capture =
    (level: "info" | "warn" | "error") =>
    (...values: unknown[]) => {
      // Next also prints what it hands to `onRequestError`: an error of a page, which has a digest.
      if (values.some(isReported)) return;
      const texts = values.map((value) => (value instanceof Error ? describeError(value).message : value));
      const text = format(...texts).trim();
      if (text) logText(level, text);
    };
  console.error = capture("error");
  console.warn = capture("warn");
  console.log = capture("info");
  console.info = capture("info");
}

function isReported(value: unknown): boolean {
  return typeof value === "object" && value !== null && (reported.has(value) || "digest" in value);
}

/** Logs an error that a page or a server action threw. */
export function reportRequestError(where: string, error: unknown): void {
  if (typeof error === "object" && error !== null) reported.add(error);
  logError(where, error);
}
