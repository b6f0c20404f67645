import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { eq } from "drizzle-orm";
import { vi } from "vitest";
import { database, sessions } from "@/lib/db";
import { testEnvironment } from "@/lib/db/testing/environment";
import { identityOf, type TestPerson } from "./people";

/** Another process of the server on the database at that address, to which beats come. See beat-process-main.ts. */
export class BeatProcess {
  readonly #child;
  readonly #lines: { readonly storedAt?: number }[] = [];
  #errors = "";

  constructor(databaseUrl: string) {
    const main = "app/api/_testing/beat-process-main.ts";
    const settings: Record<string, string> = { ...testEnvironment, DATABASE_URL: databaseUrl };
    this.#child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", main], {
      env: { ...process.env, ...settings },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child.stderr.on("data", (data: Buffer) => {
      this.#errors += data.toString();
    });
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.#lines.push(JSON.parse(line)));
  }

  /** Waits until it takes beats. */
  async ready(): Promise<void> {
    await this.#said(1, 20_000);
  }

  /** Lets that person's tab send a beat there. Resolves to when (ms since the epoch) it was stored. */
  async beat(person: TestPerson): Promise<number> {
    const voiceId = (await identityOf(person)).replace(/^.*_/, "");
    const db = await database();
    const [row] = await db.select({ id: sessions.id }).from(sessions).where(eq(sessions.voiceId, voiceId));
    const beat = { tab: person.tab, phone: "ready", hidden: false, ref: null };
    const next = this.#lines.length + 1;
    this.#child.stdin.write(`${JSON.stringify({ session: row?.id, beat })}\n`);
    return (await this.#said(next, 5_000)).storedAt ?? Number.NaN;
  }

  async stop(): Promise<void> {
    this.#child.kill();
    await once(this.#child, "close");
  }

  /** The line with that number, once it has come. */
  #said(number: number, timeout: number) {
    return vi.waitFor(
      () => {
        const line = this.#lines[number - 1];
        if (!line) throw new Error(`nothing came of the other process: ${this.#errors}`);
        return line;
      },
      { timeout, interval: 5 },
    );
  }
}
