import type { Change } from "@/lib/contracts";
import { type Connection, type Ending, openConnection } from "./connection";
import type { Cancel, LiveDeps } from "./ports";
import { retryMs } from "./retry";
import { createSignal } from "./signal";

/**
 * How long (ms) the stream of a hidden page stays open. Over HTTP/1.1 a browser has six connections for one host, for all of
 * its tabs, so those that nobody looks at must not take them.
 */
const hiddenMs = 10_000;

/** A stream that was open for so long (ms) works: its end is no sign of trouble. */
const provenMs = 30_000;

/** The connection of a tab: opened when it is wanted, and again after each end. */
export function createFeed(deps: LiveDeps, tab: string) {
  const { clock, page, random } = deps;
  const changed = createSignal();
  const pinged = createSignal();
  const heard = createSignal<[Change]>();
  let connection: Connection | null = null;
  let running = false;
  /** The page is in use; false in the back-forward cache. */
  let shown = true;
  /** The stream is to stay open also while the page is hidden. */
  let kept = false;
  let failures = 0;
  let cancelRetry: Cancel | null = null;
  let cancelClose: Cancel | null = null;
  let cancelPage: readonly Cancel[] = [];

  const isWanted = () => running && shown && (kept || !page.hidden);

  function open(): void {
    dropTimers();
    if (connection || !isWanted()) return;
    connection = openConnection(deps, tab, {
      live: changed.emit,
      ping: pinged.emit,
      change: heard.emit,
      ended,
    });
  }

  function ended(how: Ending): void {
    const since = connection?.since ?? null;
    connection = null;
    if (how.kind === "person_gone") stop();
    else retryLater(how, since !== null && clock.now() - since >= provenMs);
    changed.emit();
  }

  function retryLater(how: Exclude<Ending, { kind: "person_gone" }>, proven: boolean): void {
    if (proven) failures = 0;
    const wait = retryMs(failures, how.kind === "barred", random());
    failures += 1;
    cancelRetry = clock.after(how.kind === "cut" ? Math.max(wait, how.retryAfterMs ?? 0) : wait, open);
  }

  function close(): void {
    dropTimers();
    if (!connection) return;
    connection.close();
    connection = null;
    changed.emit();
  }

  function dropTimers(): void {
    cancelRetry?.();
    cancelClose?.();
    cancelRetry = null;
    cancelClose = null;
  }

  /** Opens or closes as it is now wanted. `hurry`: does not wait for the time of the next try. */
  function follow(hurry: boolean): void {
    if (isWanted()) {
      connection?.check();
      if (hurry || connection || !cancelRetry) open();
    } else {
      cancelRetry?.();
      cancelRetry = null;
      if (connection) cancelClose ??= clock.after(hiddenMs, close);
    }
  }

  function stop(): void {
    running = false;
    for (const cancel of cancelPage) cancel();
    cancelPage = [];
    close();
  }

  return {
    /** The connection that is open now, or is being opened; null: none. */
    connection: () => connection,
    /** Another connection, or none; or whether it is live has changed. */
    onChanged: changed.on,
    /** Something has come over the connection. */
    onPing: pinged.on,
    /** A change that the server told. */
    onHeard: heard.on,
    /** Whether the stream is to stay open while the page is hidden. */
    keep(value: boolean): void {
      if (kept === value) return;
      kept = value;
      follow(false);
    },
    /** Follows the page until `stop`. */
    start(): void {
      if (running) return;
      running = true;
      shown = true;
      cancelPage = [
        page.onVisibility(() => follow(true)),
        page.onWake(() => follow(true)),
        page.onHide(() => {
          shown = false;
          close();
        }),
        page.onRestore(() => {
          shown = true;
          follow(true);
        }),
      ];
      open();
    },
    stop,
  };
}
