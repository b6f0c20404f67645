import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import { type Log, reason } from "../base/log";
import { REST_PREFIX, type RestApi } from "../rest/rest-api";
import type { RestReply } from "../rest/rest-reply";
import { requestedEdge } from "../signalling/edges";
import { MAX_FRAME_BYTES } from "../signalling/protocol";
import type { Sessions } from "../signalling/sessions";
import { CLOSE, type SignalSocket } from "../signalling/signalling-session";
import type { ControlApi } from "./control";
import { sendReply } from "./send-reply";

/** Where to listen, and for whom. */
export interface FrontConfig {
  /** An IPv4 address. */
  host: string;
  /** 0 for any free port. */
  port: number;
  /** Page origins that may open a socket, or `*` for any. */
  origins: ReadonlySet<string>;
  /** PEM texts. With them the port speaks TLS. */
  tls: { cert: string; key: string } | undefined;
}

/** Answers the requests to its paths in its own way: with pages, or a stream that lasts. */
export interface RequestHandler {
  handles(path: string): boolean;
  /** Rejects when the request cannot be read. */
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
}

/** The settings of the port, and the parts that it hands sockets and requests to. */
export interface HttpFrontOptions {
  config: FrontConfig;
  sessions: Sessions;
  control: ControlApi;
  rest: RestApi;
  inspector: RequestHandler;
  log: Log;
}

/** The path that the SDK uses with Twilio (`regions.ts`). */
const SIGNAL_PATH = "/signal";

/** A socket with this much unsent data is closed: its peer does not read. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
/** How long a peer may take to confirm a close before the connection is destroyed. */
const CLOSE_GRACE_MS = 1_000;

/** The HTTP port: `/signal` for the SDK, the REST interface, `/healthz`, and the control API and the inspector if they are on. */
export class HttpFront {
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });
  readonly #servers: Server[] = [];

  private constructor(readonly options: HttpFrontOptions) {}

  /** Starts to listen. Rejects when the port cannot be bound. */
  static async listen(options: HttpFrontOptions): Promise<HttpFront> {
    const front = new HttpFront(options);
    const { log, config } = options;
    const { host, port } = config;
    await front.#bind(host, port);
    // Browsers try `localhost` as ::1 first. Without a listener there each connection would begin with a failure.
    if (host === "127.0.0.1") {
      await front
        .#bind("::1", front.port)
        .catch((error: unknown) => log("http", `not on ::1 as well: ${reason(error)}`));
    }
    return front;
  }

  /** The port that was bound. */
  get port(): number {
    const address = this.#servers[0]?.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  /** Closes every connection and stops listening. Idempotent. */
  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    await Promise.all(
      this.#servers.map((server) => {
        server.closeAllConnections();
        return new Promise<void>((resolve) => server.close(() => resolve()));
      }),
    );
  }

  async #bind(host: string, port: number): Promise<void> {
    const { log, config } = this.options;
    const { tls } = config;
    const server = tls ? createTlsServer(tls) : createServer();
    server.on("request", (request, response) => this.#handleRequest(request, response));
    server.on("upgrade", (request, socket, head) => this.#handleUpgrade(request, socket, head));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, () => {
        server.off("error", reject);
        resolve();
      });
    });
    // For example a connection that could not be accepted. The others continue.
    server.on("error", (error) => log("http", reason(error)));
    this.#servers.push(server);
  }

  #handleRequest(request: IncomingMessage, response: ServerResponse): void {
    const { control, rest, inspector, log } = this.options;
    if (request.url === "/healthz") {
      sendReply(response, { status: 200, body: { status: "ok" } }, log);
      return;
    }
    const url = requestUrl(request);
    const path = url.pathname;
    const fail = (error: unknown) => {
      log("http", `${path}: ${reason(error)}`);
      if (response.headersSent) response.destroy();
      else {
        const body = { error: { code: "internal", message: "see the gateway's log" } };
        sendReply(response, { status: 500, body }, log);
      }
    };
    if (inspector.handles(path)) {
      inspector.handle(request, response, url).catch(fail);
      return;
    }
    const answer: Promise<RestReply> = path.startsWith(REST_PREFIX)
      ? rest.handle(request, url)
      : control.handle(request, path);
    answer.then((reply) => sendReply(response, reply, log), fail);
  }

  #handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { sessions, log } = this.options;
    const refusal = this.#refusal(request);
    if (refusal) {
      log("signalling", `socket refused: ${refusal.why}`);
      // The server no longer handles the errors of this socket.
      socket.on("error", () => {});
      socket.end(`HTTP/1.1 ${refusal.status}\r\nConnection: close\r\n\r\n`);
      return;
    }
    const edge = requestedEdge(requestUrl(request), request.headers.host);
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const session = sessions.open(signalSocket(webSocket), edge);
      // An oversized or broken frame. ws closes the socket with the right code, and `close` follows.
      webSocket.on("error", (error) => log(session?.name ?? "signalling", reason(error)));
      webSocket.on("message", (data, isBinary) => {
        if (isBinary) session?.close(CLOSE.unsupported, "binary frame");
        else session?.receive(data.toString());
      });
      webSocket.on("close", () => session?.socketClosed());
    });
  }

  /** Why a socket is refused, if it is. A page in a browser always sends its Origin and cannot forge it. */
  #refusal(request: IncomingMessage): { status: string; why: string } | undefined {
    const { config, control } = this.options;
    const path = requestUrl(request).pathname;
    if (path !== SIGNAL_PATH) return { status: "404 Not Found", why: `no such path ${path}` };
    const { origin = "missing" } = request.headers;
    if (!config.origins.has("*") && !config.origins.has(origin)) {
      return { status: "403 Forbidden", why: `Origin ${origin}` };
    }
    if (!control.refusesSockets) return undefined;
    return { status: "503 Service Unavailable", why: "refused for a while by the control API" };
  }
}

/** A WebSocket as signalling uses it. */
function signalSocket(socket: WebSocket): SignalSocket {
  return {
    send(frame) {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (socket.bufferedAmount > MAX_BUFFERED_BYTES) return socket.terminate();
      socket.send(frame);
    },
    close(code, reason) {
      socket.close(code, reason);
      setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref();
    },
  };
}

/** A request's path and query as a URL. What is not a path, such as `//`, counts as `/`. Never throws. */
function requestUrl(request: IncomingMessage): URL {
  const base = "http://gateway/";
  const path = request.url ?? "/";
  return new URL(URL.canParse(path, base) ? path : "/", base);
}
