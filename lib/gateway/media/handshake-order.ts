import { type MessagePart, messagesOf, recordOf, recordsOf } from "./dtls-records";

const CLIENT_HELLO = 1;
const CERTIFICATE_VERIFY = 15;
const FINISHED = 20;
/** A client's flight has three messages besides its encrypted end. */
const MAX_AHEAD = 4;
const MAX_SEALED = 4;
/** The second greeting has the number 1. */
const MAX_GREETING = 1;

/** A message of which parts have come. */
interface Assembly {
  type: number;
  bytes: Buffer;
  /** Which bytes have come. */
  come: Uint8Array;
}

/**
 * Brings the messages of a client's handshake into one piece each, into their order, and each once (RFC 6347, section 4.2). werift
 * computes the keys from the messages in the order in which they come, and anew for one that comes again, so that a lost or late
 * packet would make a call silent.
 */
export class HandshakeOrder {
  readonly #ahead = new Map<number, Assembly>();
  #sealed: Buffer[] = [];
  #next = 0;
  #begun = false;
  #proven = false;

  /** The records that can be read now, one by one. */
  take(packet: Buffer): Buffer[] {
    const ready: Buffer[] = [];
    for (const record of recordsOf(packet)) {
      // Whatever else is not encrypted, such as an alert, anybody can have made.
      if (!record.isHandshake) continue;
      if (record.isSealed) this.#sealed.push(Buffer.from(record.bytes));
      else for (const part of messagesOf(record.body)) ready.push(...this.#receive(part));
    }
    this.#sealed = this.#sealed.slice(-MAX_SEALED);
    // The end of the handshake can be decrypted when all before it has been read.
    return this.#proven ? [...ready, ...this.#sealed.splice(0)] : ready;
  }

  #receive(part: MessagePart): Buffer[] {
    const { type, sequence } = part;
    if (type === CLIENT_HELLO) return this.#greeting(part);
    // A browser never sends the end unencrypted.
    if (type === FINISHED || sequence < this.#next || sequence > this.#next + MAX_AHEAD) return [];
    this.#assemble(part);
    return this.#inOrder();
  }

  /**
   * The first greeting gets a cookie, and the second, with it, the answer. After that the first would make a new answer. A greeting
   * that comes in parts, as those of browsers with long keys do, passes when it is whole.
   */
  #greeting(part: MessagePart): Buffer[] {
    const { sequence } = part;
    if (sequence > MAX_GREETING || sequence + 1 < this.#next || this.#begun) return [];
    this.#assemble(part);
    const whole = this.#whole(sequence);
    if (!whole) return [];
    this.#next = sequence + 1;
    return [whole];
  }

  #assemble({ type, length, sequence, offset, bytes }: MessagePart): void {
    const known = this.#ahead.get(sequence);
    const fits = known?.type === type && known.bytes.length === length;
    const assembly = fits ? known : { type, bytes: Buffer.alloc(length), come: new Uint8Array(length) };
    this.#ahead.set(sequence, assembly);
    bytes.copy(assembly.bytes, offset);
    assembly.come.fill(1, offset, offset + bytes.length);
  }

  #inOrder(): Buffer[] {
    const ready: Buffer[] = [];
    for (;;) {
      const isProof = this.#ahead.get(this.#next)?.type === CERTIFICATE_VERIFY;
      const whole = this.#whole(this.#next);
      if (!whole) return ready;
      ready.push(whole);
      this.#next += 1;
      this.#begun = true;
      this.#proven ||= isProof;
    }
  }

  /** Takes a message out, once it is there in one piece. */
  #whole(sequence: number): Buffer | undefined {
    const assembly = this.#ahead.get(sequence);
    if (!assembly || assembly.come.includes(0)) return undefined;
    this.#ahead.delete(sequence);
    const { type, bytes } = assembly;
    return recordOf({ type, length: bytes.length, sequence, offset: 0, bytes });
  }
}

/**
 * Those records of a packet that count once a handshake has ended: encrypted handshake messages, by which a browser asks again for
 * what was lost.
 */
export function sealedRecords(packet: Buffer): Buffer[] {
  return recordsOf(packet)
    .filter(({ isHandshake, isSealed }) => isHandshake && isSealed)
    .map(({ bytes }) => bytes);
}
