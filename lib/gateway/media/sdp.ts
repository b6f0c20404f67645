import { parse, type SessionDescription, write } from "sdp-transform";
import { keepTwilioCodecs } from "./codecs";
import type { IceCredentials } from "./stun";

/** Where the relay can be reached. */
export interface RelayAddress {
  ip: string;
  port: number;
}

/** Who opens DTLS: the active side does. Only an answer must choose (RFC 8842). */
export type DtlsRole = "active" | "passive";

/**
 * Rewrites one browser's SDP for the other: candidates and ICE credentials become those of the relay, codecs that Twilio does not speak
 * go, and everything else (fingerprint, SSRCs) stays. The audio remains encrypted between the two browsers.
 *
 * @param setup forces the DTLS role, which is needed when an offer is passed on as an answer
 * @throws Error when the SDP does not describe exactly one audio stream over DTLS, with a codec that Twilio speaks
 */
export function throughRelay(
  sdp: string,
  credentials: IceCredentials,
  addresses: readonly RelayAddress[],
  setup?: DtlsRole,
): string {
  const session = read(sdp);
  const [media] = session.media;
  const [first] = addresses;
  if (!media || !first) throw new Error("no media, or no relay address");
  for (const part of [session, media]) {
    delete part.iceUfrag;
    delete part.icePwd;
    delete part.iceOptions;
  }
  session.icelite = "ice-lite";
  media.iceUfrag = credentials.ufrag;
  media.icePwd = credentials.pwd;
  media.connection = { version: 4, ip: first.ip };
  media.port = first.port;
  media.rtcp = { port: first.port, netType: "IN", ipVer: 4, address: first.ip };
  media.candidates = addresses.map(({ ip, port }, index) => ({
    foundation: String(index + 1),
    component: 1,
    transport: "udp",
    priority: 2_130_706_431 - index,
    ip,
    port,
    type: "host",
  }));
  media.endOfCandidates = "end-of-candidates";
  delete media.remoteCandidates;
  if (setup) media.setup = setup;
  return write(session);
}

/** Reads an SDP, without the codecs that Twilio does not speak. */
function read(sdp: string): SessionDescription {
  const session = parse(sdp);
  const [media, ...more] = session.media;
  if (media?.type !== "audio" || more.length > 0) throw new Error("not one audio stream");
  if (!(media.fingerprint ?? session.fingerprint)) throw new Error("no DTLS fingerprint");
  keepTwilioCodecs(media);
  return session;
}

/** The DTLS role an SDP claims for its sender. An offer, which leaves it open, counts as passive. */
export function dtlsRole(sdp: string): DtlsRole {
  return read(sdp).media[0]?.setup === "active" ? "active" : "passive";
}

/** Whether an SDP is an offer: only an offer leaves the DTLS role open. Throws as `throughRelay` does. */
export function isOffer(sdp: string): boolean {
  return read(sdp).media[0]?.setup === "actpass";
}
