import type { IncomingMessage } from "node:http";
import { equalSecrets } from "../base/secret";
import type { Directory } from "../call/directory";
import type { Switchboard } from "../call/switchboard";
import type { Sessions } from "../signalling/sessions";
import type { Commands } from "./commands";
import { failure, type JsonReply, readJson } from "./json";
import { processFigures } from "./process-figures";

/** The commands, and the parts whose state is shown. */
export interface ControlOptions {
  /** The bearer secret. Without it the API does not exist. */
  secret: string | undefined;
  commands: Commands;
  sessions: Sessions;
  switchboard: Switchboard;
  directory: Directory;
}

/** Lets tests make the gateway misbehave. It exists only when VOICE_GATEWAY_CONTROL is set. */
export class ControlApi {
  constructor(readonly options: ControlOptions) {}

  /** Whether new signalling sockets are refused for now. */
  get refusesSockets(): boolean {
    return this.options.commands.refusesSockets;
  }

  /** Answers a request to `path`. A command is a POST to `/control/<name>`. Rejects only when it cannot be read. */
  async handle(request: IncomingMessage, path: string): Promise<JsonReply> {
    const { secret, commands } = this.options;
    const name = path.match(/^\/control\/([a-z-]+)$/)?.[1];
    if (secret === undefined || name === undefined) return failure(404, "not_found", path);
    if (!equalSecrets(request.headers.authorization ?? "", `Bearer ${secret}`)) {
      return failure(401, "unauthorized", path);
    }
    if (name === "state" && request.method === "GET") return { status: 200, body: this.#state() };
    const reply = request.method === "POST" ? commands.run(name, await readJson(request)) : undefined;
    return reply ?? failure(404, "not_found", path);
  }

  #state(): unknown {
    const { sessions, switchboard, directory } = this.options;
    return {
      sockets: sessions.list().map((session) => ({
        name: session.name,
        edge: session.edge,
        identity: session.identity ?? null,
        state: session.state.kind,
        legs: directory.legs(session).size,
      })),
      ...processFigures(),
      calls: switchboard.calls.map((call) => ({ sid: call.sid, from: call.from, state: call.state.kind })),
    };
  }
}
