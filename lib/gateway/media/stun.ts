// The package has no narrower entry than all of WebRTC; of it only the STUN codec is used.
import { classes, Message, methods, parseMessage } from "werift";

/** A leg's ICE credentials, as they stand in the SDP given to its browser. */
export interface IceCredentials {
  ufrag: string;
  pwd: string;
}

/** Where packets come from and go to. */
export interface Address {
  address: string;
  port: number;
}

/** A browser's connectivity check whose integrity has been verified. */
export interface BindingRequest {
  transactionId: Buffer;
  /** The browser nominates the path this came by. */
  useCandidate: boolean;
}

const HEADER_BYTES = 20;

/** First byte 0 to 3 is STUN; DTLS, RTP and RTCP begin higher (RFC 7983). */
export function isStun(packet: Buffer): boolean {
  return packet.length >= HEADER_BYTES && (packet[0] ?? 255) <= 3;
}

const BINDING_REQUEST = 0x0001;
const MAGIC_COOKIE = 0x2112a442;

/** Whether a header is a binding request's and tells its true length (RFC 8489, 5): most garbage ends here. */
function isBindingRequest(packet: Buffer): boolean {
  return (
    packet.readUInt16BE(0) === BINDING_REQUEST &&
    packet.readUInt16BE(2) === packet.length - HEADER_BYTES &&
    packet.readUInt32BE(4) === MAGIC_COOKIE
  );
}

/**
 * The receiver's ufrag in a binding request: the part of USERNAME before the colon (RFC 8445, 7.2.2).
 * Undefined for anything else. Nothing is verified yet. Never throws.
 */
export function requestedUfrag(packet: Buffer): string | undefined {
  const message = isBindingRequest(packet) ? parse(packet) : undefined;
  const username: unknown = message?.getAttributeValue("USERNAME");
  return typeof username === "string" ? username.split(":", 1)[0] : undefined;
}

/** The request, if its MESSAGE-INTEGRITY was made with `pwd` (RFC 8489, 14.5). Never throws. */
export function verifyRequest(packet: Buffer, pwd: string): BindingRequest | undefined {
  const message = parse(packet, Buffer.from(pwd));
  if (!message) return undefined;
  // What follows MESSAGE-INTEGRITY is not covered by it, and anybody on the way could have added it.
  const signed = message.attributesKeys.slice(0, message.attributesKeys.indexOf("MESSAGE-INTEGRITY"));
  if (!signed.includes("USERNAME")) return undefined;
  return { transactionId: message.transactionId, useCandidate: signed.includes("USE-CANDIDATE") };
}

/** The success response that tells a browser where its check came from. */
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
