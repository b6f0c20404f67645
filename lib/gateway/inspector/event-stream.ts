import type { IncomingMessage, ServerResponse } from "node:http";
import { type Cancel, type Clock, every } from "../base/clock";
import type { Journal } from "../base/journal";
import { newSecret } from "../base/sid";
import type { Snapshot } from "./page/snapshot";
import { plain, respond, writeHead } from "./respond";

/** What the streams tell of. */
export interface EventStreamsOptions {
  journal: Journal;
  clock: Clock;
  snapshot: () => Snapshot;
}

const SNAPSHOT_MS = 1_000;

/** Tabs of one developer. Each has a connection open. */
const MAX_STREAMS = 16;

/** A stream with this much unsent is ended: its browser does not read. It comes back by itself. */
const MAX_UNSENT_BYTES = 32 * 1024 * 1024;

/**
 * Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) for the page:
 *
 * - `begin`: the first event. `isMore`: what follows continues what the page already has; otherwise it begins anew.
 * - `entry`: an entry of the journal; first those that are kept, then each as it is added.
 * - `cleared`: the journal has been cleared.
 * - `snapshot`: how things stand, every second.
 */
export class EventStreams {
  /** Of this run of the gateway, whose entries count from 1 again. */
  readonly #run = newSecret(6);
  readonly #streams = new Map<ServerResponse, Cancel>();
  #stopSnapshots: Cancel | undefined;

  constructor(readonly options: EventStreamsOptions) {}

  /** Answers with a stream that lasts until the browser closes it. */
  open(request: IncomingMessage, response: ServerResponse): void {
    if (this.#streams.size >= MAX_STREAMS) {
      respond(response, plain(503, "Too many pages of the inspector are open."));
      return;
    }
    const { journal, snapshot } = this.options;
    const last = this.#lastId(request);
    writeHead(response, { status: 200, type: "text/event-stream" });
    this.#send(response, "begin", JSON.stringify({ isMore: last !== undefined }));
    for (const entry of journal.entries(last)) this.#sendEntry(response, entry.id, JSON.stringify(entry));
    this.#send(response, "snapshot", JSON.stringify(snapshot()));
    const stop = journal.on({
      added: ({ id }, json) => this.#sendEntry(response, id, json),
      cleared: () => this.#send(response, "cleared", "{}"),
    });
    this.#streams.set(response, stop);
    response.on("close", () => this.#ended(response));
    this.#stopSnapshots ??= every(this.options.clock, SNAPSHOT_MS, () => this.#sendSnapshots());
  }

  /** Ends all streams. Idempotent. */
  close(): void {
    for (const response of this.#streams.keys()) {
      this.#ended(response);
      response.end();
    }
  }

  #ended(response: ServerResponse): void {
    this.#streams.get(response)?.();
    this.#streams.delete(response);
    if (this.#streams.size > 0) return;
    this.#stopSnapshots?.();
    this.#stopSnapshots = undefined;
  }

  /** The id of the last entry that the page has; undefined: it has none of this run. */
  #lastId({ headers }: IncomingMessage): number | undefined {
    const [run, id = ""] = String(headers["last-event-id"] ?? "").split(".");
    return run === this.#run && /^\d{1,15}$/.test(id) ? Number(id) : undefined;
  }

  #sendSnapshots(): void {
    const json = JSON.stringify(this.options.snapshot());
    for (const response of this.#streams.keys()) this.#send(response, "snapshot", json);
  }

  #sendEntry(response: ServerResponse, id: number, json: string): void {
    this.#write(response, `id: ${this.#run}.${id}\nevent: entry\ndata: ${json}\n\n`);
  }

  #send(response: ServerResponse, event: string, json: string): void {
    this.#write(response, `event: ${event}\ndata: ${json}\n\n`);
  }

  #write(response: ServerResponse, text: string): void {
    if (response.writableLength > MAX_UNSENT_BYTES) response.destroy();
    else response.write(text);
  }
}
