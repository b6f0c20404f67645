import "server-only";
import { publish } from "@/lib/changes";
import { changesPingMs } from "@/lib/contracts";
import { env } from "@/lib/env";
import { liveSessions } from "../auth/live-sessions";
import { logError } from "../log";
import { tellBack } from "../people/tell-back";
import { expireTabs } from "../presence/expire-tabs";
import { runUpkeep } from "../upkeep/run-upkeep";
import { encodeEvent, type Stream } from "./stream";
import type { Streams } from "./streams";

const tickMs = 1_000;
const sessionsEveryMs = 60_000;
const reportEveryMs = 60_000;

/** A stream that has heard nothing for so long (ms) is told that it is not live yet. */
const greetMs = 2_000;

/** A comment comes well before a client may miss it. */
const pingMs = changesPingMs - 3_000;

/** How long (ms) a stream lasts. Vercel ends a function's answer after 300 s by default, in the middle of whatever it says. */
const lifeMs = () => (env().VERCEL ? 270_000 : 30 * 60_000);

/**
 * What is done for the open streams in regular intervals: one timer for all of them. While there are any it also runs the
 * upkeep, which beats alone would run too rarely, and looks for tabs that have expired: nobody else would tell of them.
 */
export class Ticker {
  readonly #streams: Streams;
  #timer: NodeJS.Timeout | undefined;
  #work: () => void = () => {};
  #isWorking = false;
  #sessionsAt = Date.now();
  #reportedAt = 0;

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  /** Sets what else is done at each tick. */
  onTick(work: () => void): void {
    this.#work = work;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#tick(), tickMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Logs a failure that may come again at every tick. */
  report(where: string, error: unknown): void {
    const now = Date.now();
    if (Math.abs(now - this.#reportedAt) < reportEveryMs) return;
    this.#reportedAt = now;
    logError(where, error);
  }

  #tick(): void {
    const now = Date.now();
    for (const stream of this.#streams.all()) this.#care(stream, now);
    this.#work();
    void this.#lookAtRows(now);
  }

  #care(stream: Stream, now: number): void {
    const age = Math.abs(now - stream.openedAt);
    if (!stream.hasHello && age > greetMs) stream.greet(false);
    if (age > lifeMs() * stream.share) stream.end();
    else stream.ping(now, pingMs);
  }

  async #lookAtRows(now: number): Promise<void> {
    if (this.#isWorking || this.#streams.size === 0) return;
    this.#isWorking = true;
    try {
      const expired = await expireTabs();
      publish(...expired.map((person) => ({ kind: "person" as const, person })));
      // A tab that was in a call may have hidden another one that is not.
      for (const person of expired) await tellBack(person);
      await runUpkeep();
      if (Math.abs(now - this.#sessionsAt) >= sessionsEveryMs) {
        this.#sessionsAt = now;
        await this.#endSessions();
      }
    } catch (error) {
      this.report("looking after streams", error);
    } finally {
      this.#isWorking = false;
    }
  }

  /** Ends the streams of sessions that have ended without anybody saying so, as by their age. */
  async #endSessions(): Promise<void> {
    const sessions = this.#streams.sessions;
    const live = await liveSessions(sessions);
    for (const session of sessions) {
      if (live.has(session)) continue;
      for (const stream of this.#streams.ofSession(session)) stream.end(encodeEvent({ kind: "signed_out" }));
    }
  }
}
