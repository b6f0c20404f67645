import type { MediaDescription } from "sdp-transform";

/** What Twilio speaks to a browser, in lower case (https://www.twilio.com/docs/voice/sdks/javascript/twiliodevice#deviceoptions). */
const SPOKEN = new Set(["opus", "pcmu", "telephone-event"]);

/** Those of them that carry sound. */
const SOUND = new Set(["opus", "pcmu"]);

/** PCMU may be offered by its fixed number alone (RFC 3551, 6). */
const PCMU = 0;

/**
 * Takes the codecs that Twilio does not speak, such as G722, PCMA, RED and comfort noise, out of a description of audio: their payload
 * numbers and every line about them. Does nothing the second time.
 *
 * @throws Error when no codec for sound is left
 */
export function keepTwilioCodecs(media: MediaDescription): void {
  const names = new Map(media.rtp.map(({ payload, codec }) => [payload, codec.toLowerCase()]));
  if (!names.has(PCMU)) names.set(PCMU, "pcmu");
  const isKept = (payload: number) => SPOKEN.has(names.get(payload) ?? "");
  // sdp-transform makes a number of a list that is only one.
  const listed = String(media.payloads ?? "").split(" ");
  const kept = listed.filter((text) => /^\d+$/.test(text) && isKept(Number(text)));
  if (!kept.some((text) => SOUND.has(names.get(Number(text)) ?? ""))) {
    throw new Error("neither opus nor PCMU");
  }
  const numbers = new Set(kept.map(Number));
  const concernsKept = ({ payload }: { payload: number | string }) =>
    // `a=rtcp-fb:*` is about all of them.
    payload === "*" || numbers.has(Number(payload));
  media.payloads = kept.join(" ");
  media.rtp = media.rtp.filter(concernsKept);
  media.fmtp = media.fmtp.filter(concernsKept);
  if (media.rtcpFb) media.rtcpFb = media.rtcpFb.filter(concernsKept);
  if (media.rtcpFbTrrInt) media.rtcpFbTrrInt = media.rtcpFbTrrInt.filter(concernsKept);
}
