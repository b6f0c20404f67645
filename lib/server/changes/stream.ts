import "server-only";
import type { Change } from "@/lib/contracts";
import type { Session } from "../identity";

/**
 * How much (bytes) may wait for a client that reads slowly when something else is to be sent. With more its stream ends: it
 * then asks for everything. One event may be longer, as after many people have come at once.
 */
const mostWaiting = 64 * 1024;

const encoder = new TextEncoder();
const comment = encoder.encode(":\n\n");

/** An event of the stream, as it is sent. */
export function encodeEvent(event: Change): Uint8Array {
  return encoder.encode(`data: ${JSON.stringify(event)}\n\n`);
}

/** Whose changes a stream has. `people`: by their usernames, or null for everybody. */
export interface Screen {
  readonly people: ReadonlySet<string> | null;
  readonly arrivals: boolean;
}

/** What a stream begins with. */
export const everybody: Screen = { people: null, arrivals: false };

/** The open stream of one tab. It has no timer of its own, since there may be thousands. */
export class Stream {
  readonly id: string;
  readonly tab: string;
  readonly session: Session;
  /** What the client reads. */
  readonly body: ReadableStream<Uint8Array>;
  readonly openedAt = Date.now();
  /** What part of the usual life it has: those that began together do not end together. */
  readonly share = 0.8 + Math.random() * 0.2;
  screen: Screen = everybody;
  /** Its first event has been sent. */
  hasHello = false;
  #writtenAt = 0;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  readonly #onEnd: (stream: Stream) => void;

  /** `onEnd`: the stream has ended, by the client or by us. Called once. */
  constructor(session: Session, ids: { stream: string; tab: string }, onEnd: (stream: Stream) => void) {
    this.id = ids.stream;
    this.tab = ids.tab;
    this.session = session;
    this.#onEnd = onEnd;
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        cancel: () => this.#finish(),
      },
      { highWaterMark: mostWaiting, size: ({ byteLength }) => byteLength },
    );
    // The head of the answer is not sent before there is something of its body.
    this.#write(comment);
  }

  /** Sends the first event. */
  greet(live: boolean): void {
    this.hasHello = true;
    this.#write(encodeEvent({ kind: "hello", live }));
  }

  /** Sends an event, encoded by {@link encodeEvent}. */
  send(event: Uint8Array): void {
    this.#write(event);
  }

  /** Sends a comment if nothing was sent for so long (ms). */
  ping(now: number, afterMs: number): void {
    if (now - this.#writtenAt >= afterMs) this.#write(comment);
  }

  /** Ends the stream, after an event if there is one. */
  end(last?: Uint8Array): void {
    if (last) this.#write(last);
    this.#controller?.close();
    this.#finish();
  }

  #write(bytes: Uint8Array): void {
    if (!this.#controller) return;
    if ((this.#controller.desiredSize ?? 0) <= 0) {
      this.#controller.error(new Error("the client reads too slowly"));
      this.#finish();
      return;
    }
    this.#controller.enqueue(bytes);
    this.#writtenAt = Date.now();
  }

  #finish(): void {
    if (!this.#controller) return;
    this.#controller = undefined;
    this.#onEnd(this);
  }
}
