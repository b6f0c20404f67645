import { parse } from "sdp-transform";
import { describe, expect, test } from "vitest";
import { throughRelay } from "./sdp";
import { PCMU, remoteEnd, voiceAnswer, voiceOffer } from "./voice-sdp";

const OWN = { fingerprint: "AA:".repeat(31).concat("BB"), ssrc: 77 };
const HASH = "CD:".repeat(31).concat("EF");

/** What browsers offer for one microphone, as recorded, without candidates and with made-up secrets. */
function offerOf(lines: readonly string[]): string {
  return ["v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0", ...lines, ""].join("\r\n");
}

const ICE = ["a=ice-ufrag:abcd", "a=ice-pwd:aSecretThatNobodyElseShallSee00", "a=ice-options:trickle"];

const CHROMIUM = offerOf([
  "a=group:BUNDLE 0",
  "a=extmap-allow-mixed",
  "a=msid-semantic: WMS 5e",
  "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126",
  "c=IN IP4 0.0.0.0",
  "a=rtcp:9 IN IP4 0.0.0.0",
  ...ICE,
  `a=fingerprint:sha-256 ${HASH}`,
  "a=setup:actpass",
  "a=mid:0",
  "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
  "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
  "a=sendrecv",
  "a=msid:5e 2c",
  "a=rtcp-mux",
  "a=rtcp-rsize",
  "a=rtpmap:111 opus/48000/2",
  "a=rtcp-fb:111 transport-cc",
  "a=fmtp:111 minptime=10;useinbandfec=1",
  "a=rtpmap:63 red/48000/2",
  "a=fmtp:63 111/111",
  "a=rtpmap:9 G722/8000",
  "a=rtpmap:0 PCMU/8000",
  "a=rtpmap:8 PCMA/8000",
  "a=rtpmap:13 CN/8000",
  "a=rtpmap:110 telephone-event/48000",
  "a=rtpmap:126 telephone-event/8000",
  "a=ssrc:1 cname:x",
]);

const FIREFOX = offerOf([
  `a=fingerprint:sha-256 ${HASH}`,
  "a=group:BUNDLE 0",
  "a=ice-options:trickle",
  "a=msid-semantic:WMS *",
  "m=audio 9 UDP/TLS/RTP/SAVPF 109 9 0 8 101",
  "c=IN IP4 0.0.0.0",
  "a=sendrecv",
  "a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1",
  "a=fmtp:101 0-15",
  ...ICE,
  "a=mid:0",
  "a=msid:{a} {b}",
  "a=rtcp-mux",
  "a=rtpmap:109 opus/48000/2",
  "a=rtpmap:9 G722/8000/1",
  "a=rtpmap:0 PCMU/8000",
  "a=rtpmap:8 PCMA/8000",
  "a=rtpmap:101 telephone-event/8000/1",
  "a=setup:actpass",
  "a=ssrc:2 cname:{c}",
]);

const SAFARI = CHROMIUM.replace("a=mid:0", "a=mid:audio0").replace("BUNDLE 0", "BUNDLE audio0");

describe.each([
  ["Chromium", CHROMIUM, "0", 126],
  ["Firefox", FIREFOX, "0", 101],
  ["Safari", SAFARI, "audio0", 126],
])("the answer to %s", (_name, offer, mid, eventType) => {
  const answer = voiceAnswer(offer, OWN);
  const [media, ...more] = parse(answer).media;

  test("has PCMU and the browser's own number for keys, and nothing else", () => {
    expect(more).toEqual([]);
    expect(media?.payloads).toBe(`0 ${eventType}`);
    expect(media?.rtp).toMatchObject([
      { payload: PCMU, codec: "PCMU", rate: 8_000 },
      { payload: eventType, codec: "telephone-event", rate: 8_000 },
    ]);
    expect(media?.fmtp).toMatchObject([{ payload: eventType, config: "0-15" }]);
  });

  test("has the browser's name of the stream, and lets the browser open DTLS", () => {
    // sdp-transform reads a number where there is one.
    expect(String(media?.mid)).toBe(mid);
    expect(media).toMatchObject({ setup: "passive", direction: "sendrecv", rtcpMux: "rtcp-mux" });
    expect(answer).toContain(`a=group:BUNDLE ${mid}\r\n`);
    expect(media?.fingerprint).toEqual({ type: "sha-256", hash: OWN.fingerprint });
    expect(media?.ssrcs).toMatchObject([{ id: 77, attribute: "cname", value: "gateway" }]);
  });

  test("can be passed through the relay", () => {
    const relayed = throughRelay(answer, { ufrag: "u", pwd: "p" }, [{ ip: "127.0.0.1", port: 4_000 }]);
    expect(parse(relayed).media[0]).toMatchObject({ port: 4_000, iceUfrag: "u", payloads: `0 ${eventType}` });
  });

  test("goes to a browser whose fingerprint and keys are known", () => {
    expect(remoteEnd(offer)).toEqual({ fingerprint: { hash: "sha-256", value: HASH }, eventType });
  });
});

test("an offer with PCMU by its number alone is answered", () => {
  expect(voiceAnswer(CHROMIUM.replace("a=rtpmap:0 PCMU/8000\r\n", ""), OWN)).toContain(
    "m=audio 9 UDP/TLS/RTP/SAVPF 0 126",
  );
});

test("an offer without keys at 8,000 Hz gets none", () => {
  const answer = voiceAnswer(
    CHROMIUM.replace(" 126\r\n", "\r\n").replace("a=rtpmap:126 telephone-event/8000\r\n", ""),
    OWN,
  );
  expect(parse(answer).media[0]?.payloads).toBe(0);
});

test.each([
  ["no PCMU", CHROMIUM.replace(" 9 0 8 ", " 9 8 ")],
  [
    "an audio and a video stream",
    `${CHROMIUM}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=rtpmap:96 VP8/90000\r\n`,
  ],
  ["two audio streams", CHROMIUM + CHROMIUM.slice(CHROMIUM.indexOf("m=audio"))],
  ["video alone", CHROMIUM.replace("m=audio", "m=video")],
  ["nothing", ""],
])("an offer with %s is refused with an error", (_name, offer) => {
  expect(() => voiceAnswer(offer, OWN)).toThrow(Error);
});

test("a description without a fingerprint is refused, and one that leaves DTLS to the gateway", () => {
  expect(() => remoteEnd(CHROMIUM.replace(/a=fingerprint.*\r\n/, ""))).toThrow("no DTLS fingerprint");
  expect(() => remoteEnd(CHROMIUM.replace("actpass", "passive"))).toThrow("would not open DTLS");
  expect(remoteEnd(CHROMIUM.replace("actpass", "active")).eventType).toBe(126);
});

test("the fingerprint counts in any case of letters, and with any hash that is not broken", () => {
  const lower = CHROMIUM.replace(HASH, HASH.toLowerCase()).replace("sha-256", "sha-384");
  expect(remoteEnd(lower).fingerprint).toEqual({ hash: "sha-384", value: HASH });
});

test("an offer of the gateway leaves the role in DTLS open, and differs from the last in its session", () => {
  const [one, two] = [parse(voiceOffer(OWN)), parse(voiceOffer(OWN))];
  expect(one.media[0]).toMatchObject({ setup: "actpass", payloads: "0 101" });
  expect(one.origin.sessionId).not.toBe(two.origin.sessionId);
});
