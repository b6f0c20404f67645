import { verify, X509Certificate } from "node:crypto";

/** A message of a DTLS handshake, in one piece. */
export interface HandshakeMessage {
  msg_type: number;
  fragment: Buffer;
  serialize(): Buffer;
}

const CERTIFICATE_VERIFY = 15;
const FINISHED = 20;

/** The hash functions of RFC 5246, section 7.4.1.4.1, without those that are broken. */
const HASHES: ReadonlyMap<number, string> = new Map([
  [4, "sha256"],
  [5, "sha384"],
  [6, "sha512"],
]);

/**
 * Whether the client of a handshake has the key of its certificate: it has signed the messages before its `CertificateVerify`
 * (RFC 5246, section 7.4.8). werift, as the server, does not check that. A certificate alone anybody can show who has seen it.
 *
 * @param messages of both sides, in the order of the handshake
 * @param certificate in DER
 */
export function ownsCertificate(messages: readonly HandshakeMessage[], certificate: Buffer): boolean {
  const at = messages.findIndex(({ msg_type }) => msg_type === CERTIFICATE_VERIFY);
  const proof = messages[at]?.fragment;
  if (!proof || proof.length < 4) return false;
  const hash = HASHES.get(proof.readUInt8(0));
  const signature = proof.subarray(4, 4 + proof.readUInt16BE(2));
  if (hash === undefined) return false;
  const signed = messages.slice(0, at).filter(({ msg_type }) => msg_type !== FINISHED);
  try {
    const { publicKey } = new X509Certificate(certificate);
    return verify(hash, Buffer.concat(signed.map((message) => message.serialize())), publicKey, signature);
  } catch {
    return false;
  }
}
