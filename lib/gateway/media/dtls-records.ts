/** A record's header (RFC 6347, section 4.1): type, version, epoch, sequence number, length. */
const RECORD_HEADER_BYTES = 13;
/** A handshake message's header (section 4.2.2): type, length, sequence number, offset and length of the fragment. */
const MESSAGE_HEADER_BYTES = 12;

const HANDSHAKE_RECORD = 22;
const FINISHED = 20;
/** More than any browser's certificate with what goes along. A message that claims more would be given memory for it. */
const MAX_MESSAGE_BYTES = 16_384;

interface DtlsRecord {
  type: number;
  epoch: number;
  /** With the header. */
  bytes: Buffer;
  body: Buffer;
}

/** Those records of a packet that a handshake under way may have. A browser never sends the end of one unencrypted. */
export function handshakeRecords(packet: Buffer): Buffer {
  return joined(
    recordsOf(packet).filter(({ type, epoch, body }) => {
      return type !== HANDSHAKE_RECORD || epoch > 0 || messagesAreSane(body);
    }),
  );
}

/**
 * Those records of a packet that count once a handshake has ended: encrypted handshake messages, by which a browser asks again for
 * what was lost. Anybody can make the others.
 */
export function laterRecords(packet: Buffer): Buffer {
  return joined(recordsOf(packet).filter(({ type, epoch }) => type === HANDSHAKE_RECORD && epoch > 0));
}

/** The whole records of a packet. */
function recordsOf(packet: Buffer): DtlsRecord[] {
  const records: DtlsRecord[] = [];
  for (let at = 0; at + RECORD_HEADER_BYTES <= packet.length; ) {
    const end = at + RECORD_HEADER_BYTES + packet.readUInt16BE(at + 11);
    if (end > packet.length) break;
    records.push({
      type: packet.readUInt8(at),
      epoch: packet.readUInt16BE(at + 3),
      bytes: packet.subarray(at, end),
      body: packet.subarray(at + RECORD_HEADER_BYTES, end),
    });
    at = end;
  }
  return records;
}

function messagesAreSane(body: Buffer): boolean {
  for (let at = 0; at < body.length; ) {
    if (at + MESSAGE_HEADER_BYTES > body.length) return false;
    const length = body.readUIntBE(at + 1, 3);
    const offset = body.readUIntBE(at + 6, 3);
    const fragment = body.readUIntBE(at + 9, 3);
    if (body[at] === FINISHED || length > MAX_MESSAGE_BYTES || offset + fragment > length) return false;
    at += MESSAGE_HEADER_BYTES + fragment;
    if (at > body.length) return false;
  }
  return true;
}

function joined(records: readonly DtlsRecord[]): Buffer {
  return Buffer.concat(records.map(({ bytes }) => bytes));
}
