import { newSecret } from "../base/sid";
import type { DelayLine } from "../network/delay-line";
import { PacketCount } from "./packet-count";
import type { Address, IceCredentials } from "./stun";
import type { Path } from "./udp-socket";

/** A browser may check several paths. Only this many validated ones are remembered, the newest. */
const MAX_SENDERS = 8;

/** Takes the packets of a browser that are not ICE checks: the other browser's leg, or the gateway's own end. */
export interface PacketReceiver {
  receive(packet: Buffer): void;
}

/** What a leg needs of the relay that owns it. */
export interface MediaLegOwner {
  /** From now on, checks to `ufrag` are for `leg`. */
  register(ufrag: string, leg: MediaLeg): void;
  unregister(ufrag: string): void;
  /** From now on, packets from `sender` (see `senderKey`) are those of the browser of `leg`. */
  claim(sender: string, leg: MediaLeg): void;
  /** Undoes `claim`, unless another leg has claimed the sender since. */
  release(sender: string, leg: MediaLeg): void;
  send(packet: Buffer, to: Path): void;
}

/** One browser's end of the relay: its ICE credentials, and the addresses that sent checks signed with them. */
export class MediaLeg implements PacketReceiver {
  /** Who gets the packets of this browser. */
  peer: PacketReceiver | undefined;
  /** Where packets to this browser go: the address it nominated, or the first validated one until then. */
  address: Path | undefined;
  /** What has come from this browser, and what went to it. */
  readonly received = new PacketCount();
  readonly sent = new PacketCount();
  readonly #passwords = new Map<string, string>();
  readonly #senders: string[] = [];
  #credentials: IceCredentials;
  #held: Buffer | undefined;
  #closed = false;

  constructor(
    readonly owner: MediaLegOwner,
    /** From the browser to the gateway. */
    readonly uplink: DelayLine,
    /** From the gateway to the browser. */
    readonly downlink: DelayLine,
  ) {
    this.#credentials = this.#issue();
  }

  /** The newest credentials. */
  get credentials(): IceCredentials {
    return this.#credentials;
  }

  /** The password of one of this leg's ufrags. */
  password(ufrag: string): string | undefined {
    return this.#passwords.get(ufrag);
  }

  /**
   * Issues new credentials for an ICE restart. The previous ones stay valid until the browser has used the new
   * ones, so that audio continues meanwhile.
   */
  restart(): void {
    for (const ufrag of this.#passwords.keys()) {
      if (ufrag !== this.#credentials.ufrag) this.#forget(ufrag);
    }
    this.#credentials = this.#issue();
  }

  /** Sends a packet to the browser, under the conditions of its network. */
  receive(packet: Buffer): void {
    this.downlink.carry(() => this.deliver(packet), true);
  }

  /**
   * Sends a packet to the browser at once. While the browser has no validated address, the last packet is kept: it is the
   * other side's first DTLS flight, and without it the call would wait for the retransmission.
   */
  deliver(packet: Buffer): void {
    if (this.address) {
      this.sent.take(packet);
      this.owner.send(packet, this.address);
    } else if (!this.#closed) this.#held = packet;
  }

  /** Sends the kept packet, once the browser knows the path by the answer to its check. */
  flush(): void {
    if (this.#held && this.address) this.owner.send(this.#held, this.address);
    this.#held = undefined;
  }

  /** A check with valid integrity came from `from`: from now on, packets of that address are this browser's. */
  validate(from: Path, ufrag: string, nominated: boolean): void {
    if (this.#closed) return;
    const sender = senderKey(from);
    this.owner.claim(sender, this);
    if (!this.#senders.includes(sender)) {
      this.#senders.push(sender);
      if (this.#senders.length > MAX_SENDERS) this.owner.release(this.#senders.shift() ?? "", this);
    }
    if (nominated || !this.address) this.address = from;
    if (ufrag === this.#credentials.ufrag && this.#passwords.size > 1) {
      for (const old of this.#passwords.keys()) if (old !== ufrag) this.#forget(old);
    }
  }

  /** Closes the leg and its lines. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const ufrag of this.#passwords.keys()) this.#forget(ufrag);
    for (const sender of this.#senders.splice(0)) this.owner.release(sender, this);
    if (this.peer instanceof MediaLeg && this.peer.peer === this) this.peer.peer = undefined;
    this.peer = undefined;
    this.address = undefined;
    this.uplink.close();
    this.downlink.close();
  }

  #issue(): IceCredentials {
    // RFC 8445 wants at least 24 random bits in the ufrag and 128 in the password, in the characters of Base64.
    const credentials = { ufrag: iceChars(6), pwd: iceChars(18) };
    this.#passwords.set(credentials.ufrag, credentials.pwd);
    this.owner.register(credentials.ufrag, this);
    return credentials;
  }

  #forget(ufrag: string): void {
    this.#passwords.delete(ufrag);
    this.owner.unregister(ufrag);
  }
}

/** An address as the key of a map. */
export function senderKey(from: Address): string {
  return `${from.address}:${from.port}`;
}

function iceChars(bytes: number): string {
  return newSecret(bytes).replace(/-/g, "+").replace(/_/g, "/");
}
