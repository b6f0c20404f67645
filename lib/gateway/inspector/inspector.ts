import type { IncomingMessage, ServerResponse } from "node:http";
import type { Journal } from "../base/journal";
import type { Commands } from "../http/commands";
import { readJson, readText } from "../http/json";
import { Access } from "./access";
import { act } from "./actions";
import { EventStreams } from "./event-stream";
import { embedded } from "./page/embedded";
import { type RecordingFile, recordingReply } from "./recordings";
import { json, type PageReply, plain, respond, seeOther } from "./respond";
import { type SnapshotParts, snapshotNow } from "./snapshot-now";

/** What the inspector shows, and what it acts on. */
export interface InspectorOptions extends SnapshotParts {
  /** The control secret. Without it the inspector does not exist. */
  secret: string | undefined;
  journal: Journal;
  commands: Commands;
  recordingFile: RecordingFile;
}

const HTML = "text/html; charset=utf-8";

const WRONG_SECRET = embedded.signIn.replace(
  "<!-- problem -->",
  '<p role="alert" class="problem">This is not the control secret.</p>',
);

/** The files that anybody on this machine may read: the page without what it shows. */
const FILES: ReadonlyMap<string, PageReply> = new Map([
  ["/inspector/page.css", { status: 200, type: "text/css; charset=utf-8", body: embedded.css }],
  ["/inspector/page.js", { status: 200, type: "text/javascript; charset=utf-8", body: embedded.script }],
]);

/** A page on the gateway's port that shows what happens. Only for this machine and the control secret. */
export class Inspector {
  readonly #access: Access;
  readonly #streams: EventStreams;

  constructor(readonly options: InspectorOptions) {
    this.#access = new Access(options.secret);
    const { journal, clock } = options;
    this.#streams = new EventStreams({ journal, clock, snapshot: () => snapshotNow(options) });
  }

  /** Whether requests to this path are the inspector's. */
  handles(path: string): boolean {
    return path === "/inspector" || path.startsWith("/inspector/");
  }

  /** Answers a request to `url`, of which path and query count. Rejects only when the request cannot be read. */
  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const isAdmitted = this.#refusal(request) === undefined && this.#access.isKnown(request);
    if (isAdmitted && request.method === "GET" && url.pathname === "/inspector/events") {
      this.#streams.open(request, response);
      return;
    }
    respond(response, await this.#reply(request, url));
  }

  /** Ends the streams to open pages. Idempotent. */
  close(): void {
    this.#streams.close();
  }

  async #reply(request: IncomingMessage, url: URL): Promise<PageReply> {
    const refusal = this.#refusal(request);
    if (refusal) return refusal;
    const { method } = request;
    const path = url.pathname;
    if (method === "POST") return this.#change(request, path);
    if (method !== "GET") return plain(405, "Only GET and POST.");
    const file = FILES.get(path);
    if (file) return file;
    if (path === "/inspector") return this.#page(request, url.searchParams.get("secret"));
    if (!this.#access.isKnown(request)) return plain(401, "Sign in at /inspector.");
    return recordingReply(path, request.headers.range, this.options.recordingFile);
  }

  /** Refuses a request that does not come from this machine, and every request when there is no secret. */
  #refusal(request: IncomingMessage): PageReply | undefined {
    if (this.options.secret === undefined) return plain(404, "Not found.");
    const foreign = this.#access.foreign(request);
    return foreign === undefined ? undefined : plain(403, `The inspector is refused: ${foreign}.`);
  }

  #page(request: IncomingMessage, secret: string | null): PageReply {
    if (secret !== null) return this.#signIn(request, secret);
    if (!this.#access.isKnown(request)) return { status: 401, type: HTML, body: embedded.signIn };
    return { status: 200, type: HTML, body: embedded.page };
  }

  #signIn(request: IncomingMessage, secret: string): PageReply {
    if (!this.#access.isSecret(secret)) return { status: 401, type: HTML, body: WRONG_SECRET };
    return seeOther("/inspector", { "Set-Cookie": this.#access.setCookie(request) });
  }

  async #change(request: IncomingMessage, path: string): Promise<PageReply> {
    if (!this.#access.isMeant(request)) return plain(403, "The inspector is refused: from another origin.");
    if (path === "/inspector/sign-in") {
      const form = new URLSearchParams(await readText(request));
      return this.#signIn(request, form.get("secret") ?? "");
    }
    if (!this.#access.isKnown(request)) return plain(401, "Sign in at /inspector.");
    const name = /^\/inspector\/actions\/([a-z-]+)$/.exec(path)?.[1];
    if (name === undefined) return plain(404, "Not found.");
    const { status, body } = act(this.options, name, await readJson(request));
    return json(status, body);
  }
}
