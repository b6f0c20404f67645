import type { Change } from "@/lib/contracts";
import { createFeed } from "./feed";
import type { Cancel, LiveDeps } from "./ports";
import { createScreen, type Screen } from "./screen";
import { createSignal } from "./signal";

/** The changes that the server tells this tab. */
export interface Live {
  /** Names this page load to the server. */
  readonly tab: string;
  /** The id of the open stream over which changes are told at present; null: none, so the server has to be asked. */
  stream(): string | null;
  /** `stream()` has another value. Changes before a new one were not told: everything shown is to be asked for again. */
  onStream(listener: () => void): Cancel;
  /** Something has come over the open stream, at least every `changesPingMs`. */
  onPing(listener: () => void): Cancel;
  onChange(listener: (change: Change) => void): Cancel;
  /** Says whose changes are wanted, from the people on the screen. */
  setScreen(screen: Screen): void;
  /** The server tells of these people from now on. What changed before that may not have been told. */
  onScreen(listener: () => void): Cancel;
  /** Whether the stream is to stay open while the page is hidden, as for the tab with the phone. */
  keep(needed: boolean): void;
  /** Opens the stream, and keeps it open until the returned function is called. */
  start(): Cancel;
}

/**
 * A stream that ended is named by `stream()` for 1 to 3 s more, by `random`, unless there is another one before. Most come
 * back so soon that nobody need ask meanwhile; and when a server ends, all of its tabs would ask at once.
 */
const graceMs = { least: 1_000, more: 2_000 };

/** Makes the changes of one tab. Nothing happens before `start`. */
export function createLive(deps: LiveDeps): Live {
  const { clock, random } = deps;
  const tab = deps.uuid();
  const feed = createFeed(deps, tab);
  const screen = createScreen(deps, feed.connection);
  const streamChanged = createSignal();
  let stream: string | null = null;
  let cancelLoss: Cancel | null = null;

  function show(next: string | null): void {
    cancelLoss?.();
    cancelLoss = null;
    if (next === stream) return;
    stream = next;
    streamChanged.emit();
  }

  function follow(): void {
    const open = feed.connection();
    screen.renew();
    if (open?.live) show(open.stream);
    // The server says itself that it does not tell of changes.
    else if (open?.stream === stream) show(null);
    else if (stream) cancelLoss ??= clock.after(graceMs.least + random() * graceMs.more, () => show(null));
  }

  return {
    tab,
    stream: () => stream,
    onStream: streamChanged.on,
    onPing: feed.onPing,
    onChange: feed.onHeard,
    setScreen: screen.set,
    onScreen: screen.onAccepted,
    keep: feed.keep,
    start() {
      const cancelFollow = feed.onChanged(follow);
      feed.start();
      return () => {
        feed.stop();
        cancelFollow();
        screen.stop();
        show(null);
      };
    },
  };
}
