import { parse, write } from "sdp-transform";
import { expect, test } from "vitest";
import { browserSdp } from "../testing/sdp";
import { keepTwilioCodecs } from "./codecs";
import { throughRelay } from "./sdp";

/** The codecs of an offer of Chromium 141, with two lines of feedback more. */
const CHROMIUM = [
  "a=rtpmap:111 opus/48000/2",
  "a=rtcp-fb:111 transport-cc",
  "a=fmtp:111 minptime=10;useinbandfec=1",
  "a=rtpmap:63 red/48000/2",
  "a=rtcp-fb:63 transport-cc",
  "a=fmtp:63 111/111",
  "a=rtpmap:9 G722/8000",
  "a=rtpmap:0 PCMU/8000",
  "a=rtpmap:8 PCMA/8000",
  "a=rtpmap:13 CN/8000",
  "a=rtpmap:110 telephone-event/48000",
  "a=rtpmap:126 telephone-event/8000",
];

function offer(payloads: string, lines: readonly string[]): string {
  const rest = browserSdp("actpass").split("\r\n");
  const others = rest.filter((line) => !/^a=(rtpmap|fmtp|rtcp-fb)/.test(line));
  return [...others.slice(0, -1), ...lines, ""]
    .join("\r\n")
    .replace(/(m=audio .* )111 0 110/, `$1${payloads}`);
}

/** The lines about codecs that are left. */
function kept(sdp: string): string[] {
  const session = parse(sdp);
  for (const media of session.media) keepTwilioCodecs(media);
  const lines = write(session).split("\r\n");
  return lines.filter((line) => /^(m=|a=(rtpmap|fmtp|rtcp-fb))/.test(line)).sort();
}

test("of Chromium's offer opus, PCMU and telephone-event are left, with all that is said of them", () => {
  expect(kept(offer("111 63 9 0 8 13 110 126", CHROMIUM))).toEqual([
    "a=fmtp:111 minptime=10;useinbandfec=1",
    "a=rtcp-fb:111 transport-cc",
    "a=rtpmap:0 PCMU/8000",
    "a=rtpmap:110 telephone-event/48000",
    "a=rtpmap:111 opus/48000/2",
    "a=rtpmap:126 telephone-event/8000",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 0 110 126",
  ]);
});

test("PCMU needs no rtpmap, and feedback about every codec stays", () => {
  expect(kept(offer("0 8 13", ["a=rtcp-fb:* nack", "a=rtcp-fb:8 nack", "a=rtcp-fb:8 trr-int 100"]))).toEqual([
    "a=rtcp-fb:* nack",
    "m=audio 9 UDP/TLS/RTP/SAVPF 0",
  ]);
});

test("a codec that is described and not listed goes", () => {
  expect(kept(offer("0", CHROMIUM))).toEqual(["a=rtpmap:0 PCMU/8000", "m=audio 9 UDP/TLS/RTP/SAVPF 0"]);
});

test.each([
  ["9 8 13", CHROMIUM],
  ["126", CHROMIUM],
  ["0", ["a=rtpmap:0 G722/8000"]],
  ["", CHROMIUM],
])("an offer of %s has no codec that Twilio speaks, and is refused", (payloads, lines) => {
  expect(() => kept(offer(payloads, lines))).toThrow("neither opus nor PCMU");
});

test("what the relay hands through names the codecs of Twilio alone", () => {
  const sdp = throughRelay(
    offer("111 63 9 0 8 13 110 126", CHROMIUM),
    { ufrag: "relayUfrag", pwd: "relayPassword" },
    [{ ip: "192.0.2.1", port: 4000 }],
  );
  expect(sdp).toContain("m=audio 4000 UDP/TLS/RTP/SAVPF 111 0 110 126\r\n");
  expect(sdp).not.toMatch(/G722|PCMA|CN\/8000|red\/|:63 /);
});
