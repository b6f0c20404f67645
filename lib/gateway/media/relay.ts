import { createSocket, type Socket } from "node:dgram";
import { networkInterfaces } from "node:os";
import type { Clock } from "../base/clock";
import { type Log, reason } from "../base/log";
import { Network } from "../network/conditions";
import { DelayLine } from "../network/delay-line";
import { MediaLeg, type MediaLegOwner, senderKey } from "./media-leg";
import type { RelayAddress } from "./sdp";
import { type Address, bindingResponse, isStun, requestedUfrag, verifyRequest } from "./stun";

/** Where the relay listens, and under which network conditions it works: a perfect network unless given. */
export interface RelayOptions {
  /** IPv4 address to bind, `0.0.0.0` for all. */
  host: string;
  network?: Network;
  clock: Clock;
  log: Log;
}

/** Enough for the packets of a few hundred calls that arrive while the event loop is busy. */
const SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;

/**
 * The media path of all calls: one UDP socket that answers ICE checks as an ICE-lite agent and passes every
 * other packet of a validated sender to the other leg of its call, unread.
 */
export class Relay implements MediaLegOwner {
  readonly #byUfrag = new Map<string, MediaLeg>();
  readonly #bySender = new Map<string, MediaLeg>();
  readonly #network: Network;
  #droppingUntil = 0;
  #closed = false;

  private constructor(
    readonly socket: Socket,
    readonly addresses: readonly RelayAddress[],
    readonly options: RelayOptions,
  ) {
    this.#network = options.network ?? new Network();
    socket.on("message", (packet, from) => this.#receive(packet, from));
    socket.on("error", (error) => options.log("relay", `socket: ${reason(error)}`));
  }

  /** Binds the UDP socket. Rejects when the address cannot be bound. */
  static async open(options: RelayOptions): Promise<Relay> {
    const socket = createSocket({
      type: "udp4",
      // Addresses are numeric already. Node's own lookup would put each packet through the resolver's queue.
      lookup: (address, _options, done) => done(null, address, 4),
    });
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.bind(0, options.host, () => {
        socket.off("error", reject);
        resolve();
      });
    });
    socket.setRecvBufferSize(SOCKET_BUFFER_BYTES);
    socket.setSendBufferSize(SOCKET_BUFFER_BYTES);
    const { port } = socket.address();
    return new Relay(
      socket,
      reachableAddresses(options.host).map((ip) => ({ ip, port })),
      options,
    );
  }

  /** Opens a leg for one browser, under the network conditions of its edge. */
  allocate(edge: string): MediaLeg {
    const line = () => new DelayLine(this.#network, edge, this.options.clock);
    return new MediaLeg(this, line(), line());
  }

  /** Connects two legs: from now on the packets of each browser reach the other. */
  bridge(a: MediaLeg, b: MediaLeg): void {
    a.peer = b;
    b.peer = a;
  }

  /** Drops every packet for `ms` milliseconds, ICE checks included, like a dead network. */
  dropPackets(ms: number): void {
    this.#droppingUntil = this.options.clock.now() + ms;
  }

  register(ufrag: string, leg: MediaLeg): void {
    this.#byUfrag.set(ufrag, leg);
  }

  unregister(ufrag: string): void {
    this.#byUfrag.delete(ufrag);
  }

  claim(sender: string, leg: MediaLeg): void {
    this.#bySender.set(sender, leg);
  }

  release(sender: string, leg: MediaLeg): void {
    if (this.#bySender.get(sender) === leg) this.#bySender.delete(sender);
  }

  send(packet: Buffer, to: Address): void {
    // Sends to a browser that is gone fail. That must not disturb the other calls on this socket.
    this.socket.send(packet, to.port, to.address, ignore);
  }

  /** Closes all legs and the socket. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const leg of new Set(this.#byUfrag.values())) leg.close();
    this.socket.removeAllListeners("message");
    this.socket.close();
  }

  #receive(packet: Buffer, from: Address): void {
    if (this.#droppingUntil !== 0) {
      if (this.options.clock.now() < this.#droppingUntil) return;
      this.#droppingUntil = 0;
    }
    if (isStun(packet)) {
      this.#check(packet, from);
      return;
    }
    const sender = this.#bySender.get(senderKey(from));
    sender?.uplink.carry(() => this.#forward(sender, packet), true);
  }

  #forward(sender: MediaLeg, packet: Buffer): void {
    const receiver = sender.peer;
    receiver?.downlink.carry(() => receiver.deliver(packet), true);
  }

  #check(packet: Buffer, from: Address): void {
    const ufrag = requestedUfrag(packet);
    const leg = ufrag === undefined ? undefined : this.#byUfrag.get(ufrag);
    const pwd = leg?.password(ufrag ?? "");
    if (!leg || ufrag === undefined || pwd === undefined) return;
    const request = verifyRequest(packet, pwd);
    if (!request) return;
    leg.uplink.carry(() => {
      leg.validate(from, ufrag, request.useCandidate);
      leg.downlink.carry(() => {
        this.send(bindingResponse(request, from, pwd), from);
        leg.flush();
      }, true);
    }, true);
  }
}

function ignore(): void {}

/** The IPv4 addresses under which a socket bound to `host` can be reached. */
function reachableAddresses(host: string): string[] {
  if (host !== "0.0.0.0") return [host];
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const ipv4 = all.filter((a) => a.family === "IPv4");
  return [...ipv4.filter((a) => !a.internal), ...ipv4.filter((a) => a.internal)].map((a) => a.address);
}
