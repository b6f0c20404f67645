import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { classes, Message, methods, parseMessage } from "werift";
import type { RelayAddress } from "../media/sdp";
import type { IceCredentials } from "../media/stun";

/** The media side of a browser, reduced to one UDP socket that sends connectivity checks and packets. */
export class IceClient {
  readonly received: Buffer[] = [];
  /** The credentials of the last `connect`. */
  credentials: IceCredentials | undefined;

  private constructor(
    readonly socket: Socket,
    readonly relay: RelayAddress,
  ) {
    socket.on("message", (packet) => this.received.push(packet));
  }

  /** `ip`: the client's own address. */
  static async open(relay: RelayAddress, ip = "127.0.0.1"): Promise<IceClient> {
    const socket = createSocket("udp4");
    socket.bind(0, ip);
    await once(socket, "listening");
    return new IceClient(socket, relay);
  }

  get port(): number {
    return this.socket.address().port;
  }

  /** A connectivity check as a browser would send it to a leg with these credentials. */
  static request({ ufrag, pwd }: IceCredentials, nominate = true): Buffer {
    const message = new Message(methods.BINDING, classes.REQUEST);
    message.setAttribute("USERNAME", `${ufrag}:browser`);
    if (nominate) message.setAttribute("USE-CANDIDATE", null);
    return message.addMessageIntegrity(Buffer.from(pwd)).addFingerprint().bytes;
  }

  /** Sends a connectivity check and waits for the response. */
  async connect(credentials: IceCredentials): Promise<Message | undefined> {
    this.credentials = credentials;
    this.send(IceClient.request(credentials));
    const packet = await this.next();
    return parseMessage(packet, Buffer.from(credentials.pwd));
  }

  send(packet: Buffer): void {
    this.socket.send(packet, this.relay.port, this.relay.ip);
  }

  /** The oldest packet that has not been read, or else the next one. */
  async next(): Promise<Buffer> {
    while (this.received.length === 0) await once(this.socket, "message");
    return this.received.shift() ?? Buffer.alloc(0);
  }

  close(): void {
    this.socket.close();
  }
}

/** The next packet that `rtp` made in its default size. Other packets are dropped. */
export async function nextRtp(client: IceClient): Promise<Buffer> {
  for (;;) {
    const packet = await client.next();
    if (packet[0] === 0x80 && packet.length === RTP_BYTES) return packet;
  }
}

const RTP_BYTES = 100;

/** An RTP packet of `size` bytes: the first is 0x80, the others are `fill`. */
export function rtp(size = RTP_BYTES, fill = 0): Buffer {
  const packet = Buffer.alloc(size, fill);
  packet[0] = 0x80;
  return packet;
}
