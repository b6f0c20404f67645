import type { ChangesScreen } from "@/lib/contracts";

/** Ends what the function that returned it has begun. */
export type Cancel = () => void;

/** Time and timers. Tests have a clock of their own. */
export interface LiveClock {
  /** Milliseconds since the epoch. */
  now(): number;
  after(ms: number, run: () => void): Cancel;
  every(ms: number, run: () => void): Cancel;
}

/** What happens to the page. */
export interface LivePage {
  readonly hidden: boolean;
  /** The page was hidden or shown. */
  onVisibility(listener: () => void): Cancel;
  /** The page may have been without a network, or stood still: it went online, was frozen, or the machine slept. */
  onWake(listener: () => void): Cancel;
  /** The page is left, perhaps into the back-forward cache. */
  onHide(listener: () => void): Cancel;
  /** The page has come back from the back-forward cache. */
  onRestore(listener: () => void): Cancel;
}

/** Why a request for a stream ended. `status`: of a refusal; null: there was no answer, or it has ended. */
export interface TransportEnd {
  readonly status: number | null;
  /** How long (ms) the server asks to wait; null: it does not say. */
  readonly retryAfterMs: number | null;
}

/** What comes over one request for a stream. Nothing is called after `end`. */
export interface TransportListener {
  /** Something has come, be it only a comment: the connection is alive. */
  alive(): void;
  /** The data of an event. */
  data(text: string): void;
  end(how: TransportEnd): void;
}

/** Everything outside of this room. Tests pass fakes. */
export interface LiveDeps {
  readonly clock: LiveClock;
  readonly page: LivePage;
  readonly uuid: () => string;
  /** A random number from 0 to 1. */
  readonly random: () => number;
  /** Requests the stream with this id. The returned function ends it, after which the listener hears nothing. */
  readonly open: (stream: string, tab: string, listener: TransportListener) => Cancel;
  /** Sends whose changes a stream is to have. Resolves to whether the server has accepted it. Never rejects. */
  readonly sendScreen: (screen: ChangesScreen) => Promise<boolean>;
  /** The server has told that the session of this tab has ended. */
  readonly signedOut: () => void;
}
