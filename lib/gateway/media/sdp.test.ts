import { expect, test } from "vitest";
import { browserSdp } from "../testing/sdp";
import { dtlsRole, isOffer, throughRelay } from "./sdp";

const ICE = { ufrag: "relayUfrag", pwd: "relayPassword" };
const RELAY = [
  { ip: "192.0.2.1", port: 4000 },
  { ip: "127.0.0.1", port: 4000 },
];
const lines = (sdp: string) => sdp.split("\r\n");

test("only the ICE credentials and addresses change", () => {
  const before = lines(browserSdp("actpass"));
  const after = lines(throughRelay(browserSdp("actpass"), ICE, RELAY));
  const removed = before.filter((line) => !after.includes(line));
  const added = after.filter((line) => !before.includes(line));
  expect(removed.sort()).toEqual([
    "a=ice-options:trickle",
    "a=ice-pwd:aSecretThatNobodyElseShallSee00",
    "a=ice-ufrag:brow",
    "a=rtcp:9 IN IP4 0.0.0.0",
    "c=IN IP4 0.0.0.0",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 0 110",
  ]);
  expect(added.sort()).toEqual([
    "a=candidate:1 1 udp 2130706431 192.0.2.1 4000 typ host",
    "a=candidate:2 1 udp 2130706430 127.0.0.1 4000 typ host",
    "a=end-of-candidates",
    "a=ice-lite",
    "a=ice-pwd:relayPassword",
    "a=ice-ufrag:relayUfrag",
    "a=rtcp:4000 IN IP4 192.0.2.1",
    "c=IN IP4 192.0.2.1",
    "m=audio 4000 UDP/TLS/RTP/SAVPF 111 0 110",
  ]);
});

test("the DTLS role can be forced and read", () => {
  const answer = throughRelay(browserSdp("actpass"), ICE, RELAY, "active");
  expect(lines(answer)).toContain("a=setup:active");
  expect(dtlsRole(answer)).toBe("active");
  expect(dtlsRole(browserSdp("passive"))).toBe("passive");
  expect([isOffer(browserSdp("actpass")), isOffer(browserSdp("active"))]).toEqual([true, false]);
});

test.each([
  ["text that is no SDP", "hello"],
  ["video", browserSdp("actpass").replace("m=audio", "m=video")],
  ["two streams", `${browserSdp("actpass")}m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n`],
  ["an SDP without a fingerprint", browserSdp("actpass").replace(/a=fingerprint.*\r\n/, "")],
])("%s is refused", (_name, sdp) => {
  expect(() => throughRelay(sdp, ICE, RELAY)).toThrow();
});
