/** A record's header (RFC 6347, section 4.1): type, version, epoch, sequence number, length. */
const RECORD_HEADER_BYTES = 13;
/** A handshake message's header (section 4.2.2): type, length, sequence number, offset and length of the fragment. */
const MESSAGE_HEADER_BYTES = 12;

const HANDSHAKE_RECORD = 22;
/** More than any browser's certificate with what goes along. A message that claims more would be given memory for it. */
const MAX_MESSAGE_BYTES = 16_384;

export interface DtlsRecord {
  isHandshake: boolean;
  /** Encrypted: only who has the keys of this handshake can have made it. */
  isSealed: boolean;
  /** With the header. */
  bytes: Buffer;
  body: Buffer;
}

/** A handshake message, or a part of one. */
export interface MessagePart {
  type: number;
  /** Of the whole message. */
  length: number;
  sequence: number;
  offset: number;
  bytes: Buffer;
}

/** The whole records of a packet. */
export function recordsOf(packet: Buffer): DtlsRecord[] {
  const records: DtlsRecord[] = [];
  for (let at = 0; at + RECORD_HEADER_BYTES <= packet.length; ) {
    const end = at + RECORD_HEADER_BYTES + packet.readUInt16BE(at + 11);
    if (end > packet.length) break;
    records.push({
      isHandshake: packet[at] === HANDSHAKE_RECORD,
      isSealed: packet.readUInt16BE(at + 3) > 0,
      bytes: packet.subarray(at, end),
      body: packet.subarray(at + RECORD_HEADER_BYTES, end),
    });
    at = end;
  }
  return records;
}

/** The messages in a handshake record, up to the first that cannot be right. */
export function messagesOf(body: Buffer): MessagePart[] {
  const parts: MessagePart[] = [];
  for (let at = 0; at + MESSAGE_HEADER_BYTES <= body.length; ) {
    const length = body.readUIntBE(at + 1, 3);
    const offset = body.readUIntBE(at + 6, 3);
    const begin = at + MESSAGE_HEADER_BYTES;
    const end = begin + body.readUIntBE(at + 9, 3);
    if (length > MAX_MESSAGE_BYTES || offset + end - begin > length || end > body.length) break;
    const [type, sequence] = [body.readUInt8(at), body.readUInt16BE(at + 4)];
    parts.push({ type, length, sequence, offset, bytes: body.subarray(begin, end) });
    at = end;
  }
  return parts;
}

/** A record, not encrypted, with one message or a part of it. */
export function recordOf({ type, length, sequence, offset, bytes }: MessagePart): Buffer {
  const header = Buffer.alloc(RECORD_HEADER_BYTES + MESSAGE_HEADER_BYTES);
  header.writeUInt8(HANDSHAKE_RECORD, 0);
  // DTLS 1.2.
  header.writeUInt16BE(0xfefd, 1);
  header.writeUInt16BE(MESSAGE_HEADER_BYTES + bytes.length, 11);
  header.writeUInt8(type, RECORD_HEADER_BYTES);
  header.writeUIntBE(length, RECORD_HEADER_BYTES + 1, 3);
  header.writeUInt16BE(sequence, RECORD_HEADER_BYTES + 4);
  header.writeUIntBE(offset, RECORD_HEADER_BYTES + 6, 3);
  header.writeUIntBE(bytes.length, RECORD_HEADER_BYTES + 9, 3);
  return Buffer.concat([header, bytes]);
}
