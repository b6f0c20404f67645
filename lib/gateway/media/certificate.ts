import { createHash, X509Certificate } from "node:crypto";
import { CipherContext, HashAlgorithm, NamedCurveAlgorithm, SignatureAlgorithm } from "werift";

/** The key and certificate by which browsers know the gateway's end of DTLS. Nobody signed it: the SDP carries its fingerprint. */
export interface MediaCertificate {
  certPem: string;
  keyPem: string;
  signatureHash: Awaited<
    ReturnType<typeof CipherContext.createSelfSignedCertificateWithKey>
  >["signatureHash"];
  /** SHA-256, as an SDP writes it: pairs of hexadecimal digits with colons. */
  fingerprint: string;
}

let made: Promise<MediaCertificate> | undefined;

/** The certificate of this process, made at the first call: ECDSA on P-256, as browsers make theirs. */
export function mediaCertificate(): Promise<MediaCertificate> {
  made ??= makeCertificate();
  return made;
}

/** A new certificate. */
export async function makeCertificate(): Promise<MediaCertificate> {
  const { certPem, keyPem, signatureHash } = await CipherContext.createSelfSignedCertificateWithKey(
    { signature: SignatureAlgorithm.ecdsa_3, hash: HashAlgorithm.sha256_4 },
    NamedCurveAlgorithm.secp256r1_23,
  );
  return { certPem, keyPem, signatureHash, fingerprint: new X509Certificate(certPem).fingerprint256 };
}

/** The fingerprint of a certificate in DER, by a hash function that an SDP names, such as `sha-256`. */
export function fingerprintOf(certificate: Buffer, hash: string): string | undefined {
  const algorithm = HASHES.get(hash.toLowerCase());
  if (algorithm === undefined) return undefined;
  const hex = createHash(algorithm).update(certificate).digest("hex").toUpperCase();
  return (hex.match(/../g) ?? []).join(":");
}

/** RFC 8122, section 5, without the hash functions that are broken. */
const HASHES: ReadonlyMap<string, string> = new Map([
  ["sha-256", "sha256"],
  ["sha-384", "sha384"],
  ["sha-512", "sha512"],
]);
