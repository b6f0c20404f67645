import { randomUUID } from "node:crypto";
import { type Change, changeSchema } from "@/lib/contracts";
import type { Session } from "../../identity";
import type { Hub } from "../hub";

/** A tab that reads its stream from a hub. */
export class Tab {
  readonly stream = randomUUID();
  readonly events: Change[] = [];
  hasEnded = false;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  /** `onEvent`: called with each event as it comes. */
  constructor(hub: Hub, session: Session, onEvent: (event: Change) => void = () => {}, tab = randomUUID()) {
    this.#reader = hub.open(session, { stream: this.stream, tab }).body.getReader();
    void this.#read(onEvent);
  }

  close(): Promise<void> {
    return this.#reader.cancel();
  }

  async #read(onEvent: (event: Change) => void): Promise<void> {
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) break;
      // Each event is written as one part.
      const text = decoder.decode(value);
      if (!text.startsWith("data: ")) continue;
      const event = changeSchema.parse(JSON.parse(text.slice(6)));
      this.events.push(event);
      onEvent(event);
    }
    this.hasEnded = true;
  }
}
