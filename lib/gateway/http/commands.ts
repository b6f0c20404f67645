import { z } from "zod";
import type { Account } from "../account/account";
import type { Clock } from "../base/clock";
import type { Journal } from "../base/journal";
import type { UserMessages } from "../call/user-messages";
import type { Relay } from "../media/relay";
import { type Network, networkConditions } from "../network/conditions";
import type { RestFaults } from "../rest/faults";
import type { Sessions } from "../signalling/sessions";
import { failure, type JsonReply } from "./json";

/** The parts that the commands act on. */
export interface CommandsOptions {
  account: Account;
  faults: RestFaults;
  network: Network;
  relay: Relay;
  sessions: Sessions;
  messages: UserMessages;
  clock: Clock;
  journal: Journal;
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

/** What a developer or a test can make the gateway do. The control API and the inspector offer it. */
export class Commands {
  #refusingUntil = 0;

  constructor(readonly options: CommandsOptions) {}

  /** Whether new signalling sockets are refused for now. */
  get refusesSockets(): boolean {
    return this.options.clock.now() < this.#refusingUntil;
  }

  /** Carries out a command. Undefined: there is none of that name. A body that does not fit it is answered with 400. */
  run(name: string, body: unknown): JsonReply | undefined {
    // The content of a message is the application's, and no setting.
    const detail = name === "message" ? "{}" : JSON.stringify(body);
    const note = () => this.options.journal.add({ kind: "control", command: name, detail });
    return this.#commands.get(name)?.(body, note);
  }

  readonly #commands = new Map<string, Command>([
    // Network conditions of one edge, or of all without conditions of their own.
    [
      "network",
      command(networkConditions.extend({ edge: edgeName }), ({ edge, ...conditions }) =>
        this.options.network.set(edge, conditions),
      ),
    ],
    // A perfect network for every edge, no faults of the REST interface, an account in good standing.
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
    [
      "message",
      command(applicationMessage, ({ callSid, ...message }) => {
        this.options.messages.send(callSid, message);
      }),
    ],
  ]);

  /**
   * Ends what the commands have caused: the network is perfect for every edge, the REST interface has no faults, the account is in
   * good standing, sockets are let in, heartbeats and media go through.
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
}

/** `note` is called when the body fits, before what the command causes. */
type Command = (body: unknown, note: () => void) => JsonReply;

/** A command that runs when the body fits its schema. */
function command<T extends z.ZodType>(schema: T, run: (body: z.output<T>) => void): Command {
  return (body, note) => {
    const parsed = schema.safeParse(body);
    if (!parsed.success) return failure(400, "malformed", z.prettifyError(parsed.error));
    note();
    run(parsed.data);
    return { status: 200, body: { status: "ok" } };
  };
}
