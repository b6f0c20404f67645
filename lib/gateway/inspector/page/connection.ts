import type { JournalEntry } from "../../base/journal-events";
import type { Snapshot } from "./snapshot";

/** Learns what the gateway sends. */
export interface Listener {
  /** The stream has begun. `isMore`: it continues what was sent before. */
  begun(isMore: boolean): void;
  entry(entry: JournalEntry): void;
  snapshot(snapshot: Snapshot): void;
  cleared(): void;
  /** The connection is lost; the page tries to get it back. */
  lost(): void;
}

const RETRY_MS = 2_000;

/** Connects with the gateway, and again whenever the connection is lost. */
export function connect(listener: Listener): void {
  const source = new EventSource("/inspector/events");
  function on<T>(event: string, take: (data: T) => void): void {
    source.addEventListener(event, ({ data }: MessageEvent<string>) => take(JSON.parse(data) as T));
  }
  on<{ isMore: boolean }>("begin", ({ isMore }) => listener.begun(isMore));
  on<JournalEntry>("entry", (entry) => listener.entry(entry));
  on<Snapshot>("snapshot", (snapshot) => listener.snapshot(snapshot));
  on("cleared", () => listener.cleared());
  source.addEventListener("error", () => {
    listener.lost();
    // The browser itself tries again, unless the gateway has refused.
    if (source.readyState === EventSource.CLOSED) void retry(listener);
  });
}

async function retry(listener: Listener): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  const response = await fetch("/inspector").catch(() => undefined);
  // A gateway that was started again no longer knows this browser: the page becomes the form to sign in.
  if (response?.status === 401) location.reload();
  else if (response?.ok) connect(listener);
  else await retry(listener);
}

/** Makes the gateway do something. Resolves with what went wrong; undefined: nothing. Never rejects. */
export async function act(name: string, settings: object = {}): Promise<string | undefined> {
  try {
    const response = await fetch(`/inspector/actions/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(settings),
    });
    if (response.ok) return undefined;
    if (response.status === 401) location.reload();
    const { error } = (await response.json()) as { error?: { message?: string } };
    return error?.message ?? `The gateway answered ${response.status}.`;
  } catch {
    return "The gateway did not answer.";
  }
}
