import { vi } from "vitest";

/** A line of the log. */
export interface LogLine {
  readonly level: string;
  readonly time: string;
  readonly event: string;
  readonly message: string;
  readonly [more: string]: unknown;
}

/** Keeps what is logged until the test's mocks are restored. */
export function captureLog(): { lines(): LogLine[]; text(): string } {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const text = () => write.mock.calls.map(([chunk]) => String(chunk)).join("");
  const lines = () =>
    text()
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as LogLine);
  return { lines, text };
}
