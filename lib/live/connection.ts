import { type Change, changeSchema, changesPingMs } from "@/lib/contracts";
import type { LiveDeps, TransportEnd } from "./ports";

/** How long (ms) the first event may take. A proxy that holds the bytes back lets none through. */
const helloLimitMs = 5_000;

/** A connection over which nothing came for so long (ms) is dead: the machine slept, or a router forgot it. */
const silenceMs = 2.5 * changesPingMs;

/** How often (ms) that is looked at. Timers stand still while a machine sleeps, so the time of day is compared. */
const lookMs = 5_000;

/** Why a connection ended. */
export type Ending =
  /** The person of this page is not signed in any more. */
  | { readonly kind: "person_gone" }
  /** It brought nothing, although there is a server: streams do not get through. */
  | { readonly kind: "barred" }
  /** There was no server, or it was cut. `retryAfterMs`: how long the server asks to wait. */
  | { readonly kind: "cut"; readonly retryAfterMs: number | null };

/** What one connection tells. Nothing is called after `ended`. */
interface ConnectionEvents {
  /** Whether the server hears of changes has become known, or has changed. */
  live(): void;
  /** Something has come. */
  ping(): void;
  change(change: Change): void;
  ended(how: Ending): void;
}

/** One connection, from its request to its end. */
export interface Connection {
  readonly stream: string;
  /** The server tells of changes over this connection. */
  readonly live: boolean;
  /** When (ms since the epoch) the first event came; null: not yet. */
  readonly since: number | null;
  /** Ends it if nothing has come for too long. */
  check(): void;
  /** Ends it. Nothing is told of that. */
  close(): void;
}

/** Opens a stream of changes with an id of its own. */
export function openConnection(deps: LiveDeps, tab: string, tell: ConnectionEvents): Connection {
  const { clock } = deps;
  const stream = deps.uuid();
  let heardAt = clock.now();
  let since: number | null = null;
  let live = false;
  let over = false;
  const cancelHello = clock.after(helloLimitMs, () => end({ kind: "barred" }));
  const cancelLook = clock.every(lookMs, check);
  const cancelRequest = deps.open(stream, tab, {
    alive() {
      heardAt = clock.now();
      tell.ping();
    },
    data: read,
    end: (how) => end(endingOf(how)),
  });

  function close(): void {
    over = true;
    live = false;
    cancelHello();
    cancelLook();
    cancelRequest();
  }

  function end(how: Ending): void {
    if (over) return;
    close();
    tell.ended(how);
  }

  function check(): void {
    if (clock.now() - heardAt > silenceMs) end({ kind: "cut", retryAfterMs: null });
  }

  function read(text: string): void {
    const { data: change } = changeSchema.safeParse(parseJson(text));
    // A kind of event that a later version of the server has.
    if (!change || over) return;
    switch (change.kind) {
      case "hello":
        cancelHello();
        since = clock.now();
        setLive(change.live);
        break;
      case "live":
        setLive(change.live);
        break;
      case "signed_out":
        deps.signedOut();
        end({ kind: "person_gone" });
        break;
      default:
        tell.change(change);
    }
  }

  function setLive(value: boolean): void {
    live = value;
    tell.live();
  }

  return {
    stream,
    get live() {
      return live;
    },
    get since() {
      return since;
    },
    check,
    close,
  };
}

function endingOf({ status, retryAfterMs }: TransportEnd): Ending {
  // 409: somebody else is signed in at another tab of this browser.
  if (status === 401 || status === 409) return { kind: "person_gone" };
  const isServerBusy = status === null || status >= 500 || status === 429;
  return isServerBusy ? { kind: "cut", retryAfterMs } : { kind: "barred" };
}

/** undefined: not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
