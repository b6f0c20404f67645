import { randomUUID } from "node:crypto";
import { type Change, changeSchema } from "@/lib/contracts";
import type { Browser } from "./browser";

/** A client of a stream of changes, over the network. */
export class EventReader {
  readonly stream: string;
  readonly events: Change[] = [];
  /** Everything that was received, as text. */
  text = "";
  headers = new Headers();
  status = 0;
  hasEnded = false;
  readonly #abort = new AbortController();

  private constructor(stream: string) {
    this.stream = stream;
  }

  /** Opens the stream of a tab. `origin`: where the route is served. */
  static async open(
    origin: string,
    { browser, tab, username }: { browser: Browser; tab: string; username: string },
  ): Promise<EventReader> {
    const reader = new EventReader(randomUUID());
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const query = new URLSearchParams({ stream: reader.stream, tab, for: username });
    const response = await fetch(`${origin}/api/changes?${query}`, {
      headers: { cookie: cookie.join("; ") },
      signal: reader.#abort.signal,
    });
    reader.status = response.status;
    reader.headers = response.headers;
    void reader.#read(response);
    return reader;
  }

  /** Goes away, as a tab that is closed. */
  close(): void {
    this.#abort.abort();
  }

  /** The events of one kind so far. */
  of<Kind extends Change["kind"]>(kind: Kind): Extract<Change, { kind: Kind }>[] {
    return this.events.filter((event): event is Extract<Change, { kind: Kind }> => event.kind === kind);
  }

  async #read(response: Response): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    try {
      for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
        const text = decoder.decode(chunk, { stream: true });
        this.text += text;
        rest += text;
        const blocks = rest.split("\n\n");
        rest = blocks.pop() ?? "";
        for (const block of blocks) {
          if (block.startsWith("data: ")) this.events.push(changeSchema.parse(JSON.parse(block.slice(6))));
        }
      }
    } catch (error) {
      if (!this.#abort.signal.aborted) this.text += String(error);
    }
    this.hasEnded = true;
  }
}
