import { randomBytes } from "node:crypto";
import { parse } from "sdp-transform";

/** What the gateway's own SDP names: who it is, and the source of its packets. */
export interface VoiceIdentity {
  /** SHA-256 of the certificate, as an SDP writes it. */
  fingerprint: string;
  ssrc: number;
}

/** What a browser's SDP says about its end. */
export interface RemoteEnd {
  fingerprint: { hash: string; value: string };
  /** The payload type of telephone events at 8,000 Hz; undefined: it sends none. */
  eventType: number | undefined;
}

/** PCMU has this payload type wherever it is used (RFC 3551). */
export const PCMU = 0;

/** The payload type of telephone events in the gateway's own offers. */
const EVENT_TYPE = 101;

/** An offer of the gateway: PCMU and telephone events. It has no ICE yet, which `throughRelay` adds. */
export function voiceOffer(own: VoiceIdentity): string {
  return write(own, { mid: "0", setup: "actpass", eventType: EVENT_TYPE });
}

/**
 * The gateway's answer to a browser's offer. The browser opens DTLS.
 *
 * @throws Error when the offer has no audio with PCMU
 */
export function voiceAnswer(offer: string, own: VoiceIdentity): string {
  const [media, ...more] = parse(offer).media;
  if (media?.type !== "audio" || more.length > 0) throw new Error("not an offer of one audio stream");
  // PCMU may be offered by its fixed number alone. sdp-transform makes a number of a list that is only one.
  if (
    !String(media.payloads ?? "")
      .split(" ")
      .includes(String(PCMU))
  )
    throw new Error("the offer has no PCMU");
  const eventType = eventTypeOf(media.rtp);
  return write(own, { mid: String(media.mid ?? "0"), setup: "passive", eventType });
}

/**
 * What a browser's offer or answer says about its end.
 *
 * @throws Error when it has no DTLS fingerprint, or leaves it to the gateway to open DTLS
 */
export function remoteEnd(sdp: string): RemoteEnd {
  const session = parse(sdp);
  const [media] = session.media;
  const fingerprint = media?.fingerprint ?? session.fingerprint;
  if (!media || !fingerprint) throw new Error("no DTLS fingerprint");
  if ((media.setup ?? session.setup) === "passive") throw new Error("the browser would not open DTLS");
  return {
    fingerprint: { hash: fingerprint.type, value: fingerprint.hash.toUpperCase() },
    eventType: eventTypeOf(media.rtp),
  };
}

function eventTypeOf(
  codecs: readonly { payload: number; codec: string; rate?: number }[],
): number | undefined {
  return codecs.find(({ codec, rate }) => codec.toLowerCase() === "telephone-event" && rate === 8_000)
    ?.payload;
}

interface Answer {
  mid: string;
  setup: "actpass" | "passive";
  eventType: number | undefined;
}

function write(own: VoiceIdentity, { mid, setup, eventType }: Answer): string {
  const types = eventType === undefined ? String(PCMU) : `${PCMU} ${eventType}`;
  return [
    "v=0",
    `o=- ${randomBytes(6).readUIntBE(0, 6)} 2 IN IP4 127.0.0.1`,
    "s=-",
    "t=0 0",
    `a=group:BUNDLE ${mid}`,
    "a=msid-semantic: WMS gateway",
    `m=audio 9 UDP/TLS/RTP/SAVPF ${types}`,
    "c=IN IP4 0.0.0.0",
    "a=rtcp:9 IN IP4 0.0.0.0",
    `a=fingerprint:sha-256 ${own.fingerprint}`,
    `a=setup:${setup}`,
    `a=mid:${mid}`,
    "a=sendrecv",
    "a=rtcp-mux",
    `a=rtpmap:${PCMU} PCMU/8000`,
    ...(eventType === undefined
      ? []
      : [`a=rtpmap:${eventType} telephone-event/8000`, `a=fmtp:${eventType} 0-15`]),
    "a=ptime:20",
    "a=maxptime:20",
    "a=msid:gateway voice",
    `a=ssrc:${own.ssrc} cname:gateway`,
    "",
  ].join("\r\n");
}
