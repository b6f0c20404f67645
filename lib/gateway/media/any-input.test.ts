import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { classes, Message, methods } from "werift";
import { IceClient } from "../testing/ice";
import { browserSdp } from "../testing/sdp";
import { soak } from "../testing/soak";
import { dtlsRole, isOffer, throughRelay } from "./sdp";
import { bindingResponse, isStun, requestedUfrag, verifyRequest } from "./stun";

const ICE = { ufrag: "relayUfrag", pwd: "relayPassword" };
const RELAY = [{ ip: "192.0.2.1", port: 4000 }];

/** What a function returns, or the Error that it throws. Anything else that is thrown fails the test. */
function tried<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** A browser's SDP with some lines replaced, repeated, moved or cut. */
const mangled = fc
  .array(
    fc.tuple(
      fc.nat(),
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 60 }),
        fc.string().map((text) => `a=${text}`),
        fc.constantFrom(
          "m=audio",
          "m=video 9 X 0",
          "a=fingerprint:",
          "a=setup:",
          "c=",
          "a=ssrc:",
          "a=__proto__:x",
          "",
        ),
        fc.nat().map((at) => `\u0000${at}`),
      ),
    ),
    { maxLength: 12 },
  )
  .map((changes) => {
    const lines = browserSdp("actpass").split("\r\n");
    for (const [at, line] of changes) {
      const index = at % lines.length;
      if (line.startsWith("\u0000"))
        lines.splice(index, 1, lines[Number(line.slice(1)) % lines.length] ?? "");
      else lines.splice(index, at % 3, line);
    }
    return lines.join("\r\n");
  });
const sdp = fc.oneof(mangled, fc.string({ unit: "binary" }), fc.json());

test("any text is rewritten as an SDP of the relay, or refused with an error", () => {
  let rewritten = 0;
  fc.assert(
    fc.property(sdp, (text) => {
      const result = tried(() => throughRelay(text, ICE, RELAY));
      for (const read of [dtlsRole, isOffer]) tried(() => read(text));
      if (result instanceof Error) return;
      rewritten += 1;
      // What was accepted can be read again, as an SDP that leads to the relay alone.
      expect(throughRelay(result, ICE, RELAY)).toBe(result);
      expect(result).toContain("a=ice-ufrag:relayUfrag");
      const candidates = result.split("\r\n").filter((line) => line.startsWith("a=candidate:"));
      expect(candidates).toEqual([expect.stringContaining("192.0.2.1 4000")]);
    }),
    { numRuns: soak(800, 50_000) },
  );
  expect(rewritten).toBeGreaterThan(0);
});

test("an SDP as long as a frame is read in a moment, whatever it repeats", () => {
  const line = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.constantFrom("a=", "a=ssrc:1 ", "a=fmtp:1 ;;;", "a= ".repeat(40)),
  );
  fc.assert(
    fc.property(line, (repeated) => {
      const text = `${browserSdp("actpass")}${`${repeated}\r\n`.repeat(64 * 1024)}`.slice(0, 64 * 1024);
      const started = performance.now();
      tried(() => throughRelay(text, ICE, RELAY));
      expect(performance.now() - started).toBeLessThan(5_000);
    }),
    { numRuns: soak(20, 1_000) },
  );
});

const request = () => IceClient.request({ ufrag: "relayUfrag", pwd: "relayPassword" });
/** Random bytes, and checks of a browser with some bytes changed, or cut. */
const packet = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }), fc.option(fc.nat()))
    .map(([changes, cut]) => {
      const bytes = Buffer.from(request());
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return cut === null ? bytes : bytes.subarray(0, cut % bytes.length);
    }),
);

test("any packet is read without an error, and only one that was signed as it is passes", () => {
  let passed = 0;
  fc.assert(
    fc.property(packet, (bytes) => {
      if (!isStun(bytes)) return;
      const ufrag = requestedUfrag(bytes);
      expect(ufrag === undefined || typeof ufrag === "string").toBe(true);
      expect(verifyRequest(bytes, "another password")).toBeUndefined();
      const verified = verifyRequest(bytes, ICE.pwd);
      if (!verified) return;
      passed += 1;
      // Its answer can be made, too.
      expect(bindingResponse(verified, { address: "127.0.0.1", port: 1 }, ICE.pwd).length).toBeGreaterThan(
        20,
      );
    }),
    { numRuns: soak(3_000, 200_000) },
  );
  expect(passed).toBeGreaterThan(0);
});

test("a username after the signature does not count, since anybody on the path could have added it", () => {
  const message = new Message(methods.BINDING, classes.REQUEST);
  message.addMessageIntegrity(Buffer.from(ICE.pwd));
  message.setAttribute("USERNAME", "relayUfrag:browser");
  const bytes = message.bytes;
  expect(requestedUfrag(bytes)).toBe("relayUfrag");
  expect(verifyRequest(bytes, ICE.pwd)).toBeUndefined();
});

test("a request is refused after any change of a signed byte", () => {
  const bytes = Buffer.from(request());
  expect(verifyRequest(bytes, ICE.pwd)).toBeDefined();
  // The last 8 bytes are the fingerprint, which is not signed.
  for (let at = 0; at < bytes.length - 8; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 0x01;
    expect(verifyRequest(changed, ICE.pwd), `byte ${at}`).toBeUndefined();
  }
  expect(requestedUfrag(randomBytes(40).fill(0, 0, 1))).toBeUndefined();
});
