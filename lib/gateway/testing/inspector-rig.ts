import { createServer, type IncomingMessage, request, type Server } from "node:http";
import { Commands } from "../http/commands";
import { Inspector } from "../inspector/inspector";
import { RestFaults } from "../rest/faults";
import { listenOnFreePort } from "./listen";
import { Rig } from "./rig";

/** The control secret of the inspector. */
export const SECRET = "s3cret +/é";

/** An answer of the inspector. */
export interface Answer {
  status: number;
  headers: IncomingMessage["headers"];
  body: string;
}

/** What a request to the inspector says. `remote`: the address it seems to come from. */
export interface Asking {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  remote?: string;
}

/** An inspector on a port of its own, over the whole gateway of a `Rig`. */
export class InspectorRig {
  /** The recordings that can be heard, by sid. */
  readonly recordings = new Map<string, Buffer>();
  readonly commands: Commands;
  readonly inspector: Inspector;
  readonly server: Server;
  port = 0;
  #remote: string | undefined;

  private constructor(
    readonly rig: Rig,
    secret: string | undefined,
  ) {
    const { account, network, relay, sessions, directory, clock, journal, registrar, switchboard, records } =
      rig;
    const faults = new RestFaults();
    const commands = new Commands({
      account,
      faults,
      network,
      relay,
      sessions,
      messages: switchboard.messages,
      clock,
      journal,
    });
    this.commands = commands;
    this.inspector = new Inspector({
      secret,
      journal,
      commands,
      recordingFile: (sid) => Promise.resolve(this.recordings.get(sid)),
      clock,
      sessions,
      registrar,
      records,
      directory,
      conferences: rig.conferences,
      network,
    });
    this.server = createServer((incoming, response) => {
      const remote = this.#remote;
      if (remote)
        Object.defineProperty(incoming.socket, "remoteAddress", { value: remote, configurable: true });
      const url = new URL(incoming.url ?? "/", "http://gateway/");
      this.inspector.handle(incoming, response, url).catch(() => response.destroy());
    });
  }

  static async open(secret: string | undefined = SECRET): Promise<InspectorRig> {
    return InspectorRig.#listen(new InspectorRig(await Rig.open(), secret));
  }

  /** An inspector of a gateway without a control secret. */
  static async openWithoutSecret(): Promise<InspectorRig> {
    return InspectorRig.#listen(new InspectorRig(await Rig.open(), undefined));
  }

  static async #listen(rig: InspectorRig): Promise<InspectorRig> {
    rig.port = await listenOnFreePort(rig.server);
    return rig;
  }

  /** The origin of the page. */
  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  /** Sends a request, whose Host is localhost unless the headers say otherwise. */
  async ask(path: string, asking: Asking = {}): Promise<Answer> {
    const response = await this.open(path, asking);
    let body = "";
    for await (const chunk of response.setEncoding("utf8")) body += chunk;
    return { status: response.statusCode ?? 0, headers: response.headers, body };
  }

  /** Sends a request, and resolves with the answer before its body has come: for streams. */
  open(path: string, { method = "GET", headers = {}, body, remote }: Asking = {}): Promise<IncomingMessage> {
    this.#remote = remote;
    return new Promise((resolve, reject) => {
      const asked = request({
        port: this.port,
        host: "127.0.0.1",
        path,
        method,
        // Each request has a connection of its own, with an address of its own.
        agent: false,
        headers: { host: `localhost:${this.port}`, ...headers },
      });
      asked.on("response", resolve);
      asked.on("error", reject);
      asked.end(body);
    });
  }

  /** Signs in by the link, and resolves with the headers of a browser that has done so. */
  async signIn(): Promise<Record<string, string>> {
    const { headers } = await this.ask(`/inspector?secret=${encodeURIComponent(SECRET)}`);
    return { cookie: headers["set-cookie"]?.[0]?.split(";")[0] ?? "", origin: this.origin };
  }

  close(): void {
    this.inspector.close();
    this.server.closeAllConnections();
    this.server.close();
    this.rig.close();
  }
}
