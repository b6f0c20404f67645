import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { vi } from "vitest";
import type { Change } from "../change";

/** A process of its own that publishes and hears, see process.ts. */
export class OtherProcess {
  readonly heard: Change[] = [];
  /** What `live` was, in order. */
  readonly live: boolean[] = [];
  errors = "";
  readonly #child;

  constructor(environment: Record<string, string>) {
    const args = ["--conditions=react-server", "--import", "tsx", "lib/changes/testing/process.ts"];
    this.#child = spawn(process.execPath, args, {
      env: { ...process.env, ...environment },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child.stderr.on("data", (data: Buffer) => {
      this.errors += data.toString();
    });
    createInterface({ input: this.#child.stdout }).on("line", (line) => {
      const { changes, live } = JSON.parse(line) as { changes?: Change[]; live?: boolean };
      if (changes) this.heard.push(...changes);
      if (live !== undefined) this.live.push(live);
      this.onLine();
    });
  }

  /** Called with each line that the process prints. */
  onLine: () => void = () => {};

  /** Waits until it hears. */
  async ready(): Promise<void> {
    await vi.waitFor(
      () => {
        if (!this.live.at(-1)) throw new Error(`not live: ${this.errors}`);
      },
      { timeout: 20_000, interval: 20 },
    );
  }

  publish(change: Change): void {
    this.#child.stdin.write(`${JSON.stringify(change)}\n`);
  }

  async stop(): Promise<void> {
    this.#child.kill();
    await once(this.#child, "close");
  }
}

/** How long (ms) changes are under way from one process to another: `count` times, one after the other. */
export async function timesBetween(from: OtherProcess, to: OtherProcess, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let number = 0; number < count; number++) {
    const person = `u_${process.pid}_${number}`;
    const began = performance.now();
    await new Promise<void>((resolve) => {
      to.onLine = () => {
        const last = to.heard.at(-1);
        if (last?.kind === "person" && last.person === person) resolve();
      };
      from.publish({ kind: "person", person });
    });
    times.push(performance.now() - began);
  }
  to.onLine = () => {};
  return times.sort((one, other) => one - other);
}
