import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { Account } from "../account/account";
import type { Clock } from "../base/clock";
import type { Directory } from "../call/directory";
import type { Switchboard } from "../call/switchboard";
import type { Relay } from "../media/relay";
import { type Network, networkConditions } from "../network/conditions";
import type { RestFaults } from "../rest/faults";
import type { Sessions } from "../signalling/sessions";

/** The parts that the commands act on. */
export interface ControlOptions {
  /** The bearer secret. Without it the API does not exist. */
  secret: string | undefined;
  account: Account;
  faults: RestFaults;
  network: Network;
  relay: Relay;
  sessions: Sessions;
  switchboard: Switchboard;
  directory: Directory;
  clock: Clock;
}

/** An answer: its status, and a body that is sent as JSON. */
export interface ControlReply {
  status: number;
  body: unknown;
}

const ms = z.number().int().min(0).max(600_000);
const edgeName = z.string().min(1).max(32).default("*");
const standing = z.object({
  status: z.enum(["active", "suspended", "closed"]).optional(),
  type: z.enum(["Trial", "Full"]).optional(),
  ownerSid: z.string().min(1).max(64).optional(),
  refusal: z.literal([20003, 20005, 20403]).optional(),
});
const restFault = z
  .object({
    status: z.literal([429, 500, 503]),
    times: z.number().int().min(0).max(1_000_000),
    path: z.string().default("/"),
    method: z.enum(["GET", "POST", "DELETE"]).optional(),
    retryAfter: z.number().int().min(0).max(3_600).optional(),
  })
  // Twilio sends the header with a 429, and a client that waits for it should wait a second only.
  .transform((fault) => ({
    ...fault,
    retryAfter: fault.retryAfter ?? (fault.status === 429 ? 1 : undefined),
  }));
const applicationMessage = z.object({
  callSid: z.string(),
  content: z.unknown(),
  messageType: z.string().min(1),
  contentType: z.string().default("application/json"),
});

const MAX_BODY_LENGTH = 64 * 1024;

/** Lets tests make the gateway misbehave. It exists only when VOICE_GATEWAY_CONTROL is set. */
export class ControlApi {
  #refusingUntil = 0;

  constructor(readonly options: ControlOptions) {}

  /** Whether new signalling sockets are refused for now. */
  get refusesSockets(): boolean {
    return this.options.clock.now() < this.#refusingUntil;
  }

  /** Answers a request to `path`. Rejects only when the request cannot be read. */
  async handle(request: IncomingMessage, path: string): Promise<ControlReply> {
    const name = path.match(/^\/control\/([a-z-]+)$/)?.[1];
    if (this.options.secret === undefined || name === undefined) return failure(404, "not_found", path);
    if (!this.#authorised(request.headers.authorization)) return failure(401, "unauthorized", path);
    if (name === "state" && request.method === "GET") return { status: 200, body: this.#state() };
    const run = request.method === "POST" ? this.#commands.get(name) : undefined;
    return run ? run(await readJson(request)) : failure(404, "not_found", path);
  }

  /**
   * Ends what the commands have caused: the network is perfect for every edge, the REST interface has no faults, the account
   * is in good standing, sockets are let in, heartbeats and media go through.
   */
  reset(): void {
    const { network, faults, account, sessions, relay } = this.options;
    network.reset();
    faults.clear();
    account.standing = account.goodStanding();
    this.#refusingUntil = 0;
    sessions.silence(0);
    relay.dropPackets(0);
  }

  /** The commands. Each is a POST to `/control/<name>` with a JSON body. */
  readonly #commands = new Map<string, Command>([
    // Network conditions of one edge, or of all without conditions of their own.
    [
      "network",
      command(networkConditions.extend({ edge: edgeName }), ({ edge, ...conditions }) =>
        this.options.network.set(edge, conditions),
      ),
    ],
    // Nothing misbehaves any more.
    ["reset", command(z.object({}), () => this.reset())],
    // The account: suspended, closed, a trial, a sub-account.
    [
      "account",
      command(standing, (changes) => {
        const { account } = this.options;
        account.standing = { ...account.standing, ...changes };
      }),
    ],
    // The next requests to the REST interface fail.
    ["rest-fault", command(restFault, (fault) => this.options.faults.set(fault))],
    // Closes every signalling socket, and refuses new ones for a while.
    [
      "cut",
      command(z.object({ holdMs: ms.default(0) }), ({ holdMs }) => {
        this.#refusingUntil = this.options.clock.now() + holdMs;
        this.options.sessions.cut();
      }),
    ],
    // Sockets stay open without heartbeats.
    ["silence", command(z.object({ ms }), (body) => this.options.sessions.silence(body.ms))],
    // Drops all media, ICE checks included.
    ["stop-media", command(z.object({ ms }), (body) => this.options.relay.dropPackets(body.ms))],
    // A message from the application to the device of a call, as over Twilio's REST API.
    ["message", command(applicationMessage, (body) => this.#message(body))],
  ]);

  #authorised(header: string | undefined): boolean {
    const digest = (text: string) => createHash("sha256").update(text).digest();
    return timingSafeEqual(digest(header ?? ""), digest(`Bearer ${this.options.secret}`));
  }

  #state(): unknown {
    const { sessions, switchboard, directory } = this.options;
    const cpu = process.cpuUsage();
    return {
      sockets: sessions.list().map((session) => ({
        name: session.name,
        edge: session.edge,
        identity: session.identity ?? null,
        state: session.state.kind,
        legs: directory.legs(session).size,
      })),
      rssMb: Math.round(process.memoryUsage.rss() / 1024 / 1024),
      cpuMs: Math.round(cpu.user + cpu.system) / 1000,
      calls: switchboard.calls.map((call) => ({ sid: call.sid, from: call.from, state: call.state.kind })),
    };
  }

  #message({ callSid, content, messageType, contentType }: z.infer<typeof applicationMessage>): void {
    const { sessions, directory } = this.options;
    for (const session of sessions.list()) {
      directory.find(session, callSid)?.send({
        type: "message",
        payload: {
          callsid: callSid,
          content,
          contenttype: contentType,
          messagetype: messageType,
          voiceeventsid: `KX${randomBytes(16).toString("hex")}`,
        },
      });
    }
  }
}

type Command = (body: unknown) => ControlReply;

/** A command that runs when the body fits its schema. */
function command<T extends z.ZodType>(schema: T, run: (body: z.output<T>) => void): Command {
  return (body) => {
    const parsed = schema.safeParse(body);
    if (!parsed.success) return failure(400, "malformed", z.prettifyError(parsed.error));
    run(parsed.data);
    return { status: 200, body: { status: "ok" } };
  };
}

function failure(status: number, code: string, message: string): ControlReply {
  return { status, body: { error: { code, message } } };
}

/** The JSON body of a request; undefined when it is too long or malformed. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = "";
  // The stream decodes, since a character may be split across two chunks.
  for await (const chunk of request.setEncoding("utf8") as AsyncIterable<string>) {
    text += chunk;
    if (text.length > MAX_BODY_LENGTH) return undefined;
  }
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}
