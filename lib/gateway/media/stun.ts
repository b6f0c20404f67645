// werift is a whole WebRTC stack without a narrower entry point. Only its STUN codec is used.
import { classes, Message, methods, parseMessage } from "werift";

/** A leg's ICE credentials, as the SDP given to its browser carries them. */
export interface IceCredentials {
  ufrag: string;
  pwd: string;
}

/** A UDP address. */
export interface Address {
  address: string;
  port: number;
}

/** A browser's connectivity check whose integrity has been verified. */
export interface BindingRequest {
  transactionId: Buffer;
  /** True when the browser nominates the path this check came by. */
  useCandidate: boolean;
}

const HEADER_BYTES = 20;

/** Whether a packet is STUN: its first byte is 0 to 3. Those of DTLS, RTP and RTCP are higher (RFC 7983). */
export function isStun(packet: Buffer): boolean {
  return packet.length >= HEADER_BYTES && (packet[0] ?? 255) <= 3;
}

const BINDING_REQUEST = 0x0001;
const MAGIC_COOKIE = 0x2112a442;

/** Whether a packet has the header of a binding request, with its true length (RFC 8489, 5). Rejects most garbage cheaply. */
function isBindingRequest(packet: Buffer): boolean {
  return (
    packet.readUInt16BE(0) === BINDING_REQUEST &&
    packet.readUInt16BE(2) === packet.length - HEADER_BYTES &&
    packet.readUInt32BE(4) === MAGIC_COOKIE
  );
}

/**
 * The receiver's ufrag in a binding request: the part of USERNAME before the colon (RFC 8445, 7.2.2).
 * Undefined for any other packet. The integrity is not verified here. Never throws.
 */
export function requestedUfrag(packet: Buffer): string | undefined {
  const message = isBindingRequest(packet) ? parse(packet) : undefined;
  const username: unknown = message?.getAttributeValue("USERNAME");
  return typeof username === "string" ? username.split(":", 1)[0] : undefined;
}

/** The request, or undefined if its MESSAGE-INTEGRITY was not made with `pwd` (RFC 8489, 14.5). Never throws. */
export function verifyRequest(packet: Buffer, pwd: string): BindingRequest | undefined {
  const message = parse(packet, Buffer.from(pwd));
  if (!message) return undefined;
  // MESSAGE-INTEGRITY does not cover the attributes after it: anybody on the path could have added them.
  const signed = message.attributesKeys.slice(0, message.attributesKeys.indexOf("MESSAGE-INTEGRITY"));
  if (!signed.includes("USERNAME")) return undefined;
  return { transactionId: message.transactionId, useCandidate: signed.includes("USE-CANDIDATE") };
}

/** The success response to a check, which tells the browser the address the check came from. */
export function bindingResponse(request: BindingRequest, from: Address, pwd: string): Buffer {
  const response = new Message(methods.BINDING, classes.RESPONSE, request.transactionId);
  response.setAttribute("XOR-MAPPED-ADDRESS", [from.address, from.port]);
  return response.addMessageIntegrity(Buffer.from(pwd)).addFingerprint().bytes;
}

function parse(packet: Buffer, key?: Buffer): Message | undefined {
  try {
    return parseMessage(packet, key);
  } catch {
    return undefined;
  }
}
