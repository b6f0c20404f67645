import type { Clock } from "../base/clock";
import { type Log, reason } from "../base/log";
import { Network } from "../network/conditions";
import { DelayLine } from "../network/delay-line";
import { MediaLeg, type MediaLegOwner, senderKey } from "./media-leg";
import type { RelayAddress } from "./sdp";
import { bindingResponse, isStun, requestedUfrag, verifyRequest } from "./stun";
import { openUdpSockets, type Path, type UdpSocket } from "./udp-socket";

/** Where the relay listens, and under which network conditions it works: a perfect network unless given. */
export interface RelayOptions {
  /** IPv4 address to bind, `0.0.0.0` for all. */
  host: string;
  network?: Network;
  clock: Clock;
  log: Log;
}

/**
 * The media path of all calls: UDP sockets that answer ICE checks as an ICE-lite agent and pass every other packet of a
 * validated sender on, unread: to the other leg of its call, or to the gateway's own end.
 */
export class Relay implements MediaLegOwner {
  readonly #byUfrag = new Map<string, MediaLeg>();
  readonly #bySender = new Map<string, MediaLeg>();
  readonly #network: Network;
  #droppingUntil = 0;
  #closed = false;

  private constructor(
    readonly sockets: readonly UdpSocket[],
    readonly options: RelayOptions,
  ) {
    this.#network = options.network ?? new Network();
    for (const { socket, accepts } of sockets) {
      socket.on("message", (packet, { address, port }) => {
        if (accepts(address)) this.#receive(packet, { address, port, socket });
      });
      socket.on("error", (error) => options.log("relay", `socket: ${reason(error)}`));
    }
  }

  /** Binds the UDP sockets. Rejects when the address cannot be bound. */
  static async open(options: RelayOptions): Promise<Relay> {
    return new Relay(await openUdpSockets(options.host), options);
  }

  /** Where browsers reach the relay. */
  get addresses(): RelayAddress[] {
    return this.sockets.flatMap(({ addresses }) => addresses);
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

  send(packet: Buffer, to: Path): void {
    if (this.#isDropping) return;
    // Sends to a browser that is gone fail. That must not disturb the other calls on this socket.
    to.socket.send(packet, to.port, to.address, ignore);
  }

  /** Closes all legs and the sockets. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const leg of new Set(this.#byUfrag.values())) leg.close();
    for (const { socket } of this.sockets) {
      socket.removeAllListeners("message");
      socket.close();
    }
  }

  get #isDropping(): boolean {
    if (this.#droppingUntil === 0) return false;
    if (this.options.clock.now() < this.#droppingUntil) return true;
    this.#droppingUntil = 0;
    return false;
  }

  #receive(packet: Buffer, from: Path): void {
    if (this.#isDropping) return;
    if (isStun(packet)) {
      this.#check(packet, from);
      return;
    }
    const sender = this.#bySender.get(senderKey(from));
    sender?.uplink.carry(() => {
      sender.received.take(packet);
      sender.peer?.receive(packet);
    }, true);
  }

  #check(packet: Buffer, from: Path): void {
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
